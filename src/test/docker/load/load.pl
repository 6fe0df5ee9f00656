#!/usr/bin/perl
# A batch whose load is known. Each argument is a step; they are done in order:
#   await          waits for SIGUSR1
#   cpu:MS         burns that much CPU time
#   sleep:MS       waits
#   children:N:MS  N children, one after the other, burn that much each
#   daemon:MS      burns in a process that has left its parents
#   killchild:MIB  a child takes that much memory, whatever becomes of it
#   pause          waits for ever, and takes the orphans' ends
#   hold:MIB       holds that much memory; 0: none
#   grow:MIB:MS    adds a MiB each MS, up to that much
#   write:MIB      writes a file through to the disk, and drops it from the page cache
#   read           reads that file from the disk
#   send:MIB:HOST  sends that much by UDP
#   network        prints what the kernel counted on eth0: bytes received, bytes sent
#   onterm:N:MS    exits with N on SIGTERM (143 where nothing is said), after MS or at once
#   ignoreterm     goes on after SIGTERM
#   again:A:B:N    when it has been started before: burns A ms, waits B ms, exits with N
#   lives:K:N      exits with N at the end of each life but the Kth, which exits with 0
#   exit:N         exits
#   segv           reads memory that is not there
use strict;
use warnings;
use Config;
use IO::Handle;
use Socket;

my $MIB = 1 << 20;
my $FILE = '/tmp/load';
my $STARTED = '/tmp/started';
my $FADVISE = $Config{archname} =~ /^aarch64/ ? 223 : 221;
my $DONTNEED = 4;
my $held;
my $awaited;
my $last = 0;

sub nap { select(undef, undef, undef, $_[0] / 1000) }

sub burned { (times)[0] + (times)[1] }

sub burn {
  my $end = burned() + $_[0] / 1000;
  while (burned() < $end) { for my $i (1 .. 20_000) { } }
}

sub touched {
  my $memory = '';
  vec($memory, $_[0] * $MIB - 1, 8) = 1 if $_[0];
  return \$memory;
}

sub drop_from_cache {
  syscall($FADVISE, fileno($_[0]), 0, 0, $DONTNEED) == 0 or die "fadvise: $!";
}

sub child {
  my $child = fork() // die "fork: $!";
  if (!$child) { $_[0]->(); exit 0 }
  waitpid($child, 0);
}

my %steps = (
  await => sub { nap(100) until $awaited; print "going\n" },
  cpu => \&burn,
  sleep => \&nap,
  children => sub { my ($count, $burn) = @_; child(sub { burn($burn) }) for 1 .. $count },
  daemon => sub {
    my ($burn) = @_;
    child(sub { exit 0 if fork(); burn($burn); exit 0 });
  },
  killchild => sub { my ($mib) = @_; child(sub { my $all = touched($mib) }) },
  pause => sub { $SIG{CHLD} = 'IGNORE'; nap(1000) while 1 },
  hold => sub { undef $held; $held = touched($_[0]) },
  grow => sub {
    my @parts;
    for (1 .. $_[0]) { push @parts, touched(1); nap($_[1]) }
    $held = \@parts;
  },
  write => sub {
    open(my $out, '>', $FILE) or die "$FILE: $!";
    for (1 .. $_[0]) { syswrite($out, 'x' x $MIB) == $MIB or die "$FILE: $!" }
    $out->sync or die "$FILE: $!";
    drop_from_cache($out);
  },
  read => sub {
    open(my $in, '<', $FILE) or die "$FILE: $!";
    while (sysread($in, my $bytes, $MIB)) { }
    drop_from_cache($in);
  },
  send => sub {
    socket(my $udp, PF_INET, SOCK_DGRAM, 0) or die "socket: $!";
    my $discard = sockaddr_in(9, inet_aton($_[1]));
    for (1 .. $_[0] * 1024) { send($udp, 'x' x 1024, 0, $discard); nap(1) if $_ % 256 == 0 }
  },
  network => sub {
    open(my $in, '<', '/proc/net/dev') or die "/proc/net/dev: $!";
    /^\s*eth0:\s*(\d+)(?:\s+\d+){7}\s+(\d+)/ and print "eth0 $1 $2\n" while <$in>;
  },
  onterm => sub { my ($code, $wait) = @_; $SIG{TERM} = sub { nap($wait // 0); exit $code } },
  ignoreterm => sub { $SIG{TERM} = 'IGNORE' },
  again => sub {
    my ($burn, $wait, $code) = @_;
    if (-e $STARTED) { burn($burn); nap($wait); exit $code }
    open(my $out, '>', $STARTED) or die "$STARTED: $!";
  },
  lives => sub {
    my ($lives, $then) = @_;
    open(my $out, '>>', $STARTED) or die "$STARTED: $!";
    syswrite($out, '.');
    $last = -s $STARTED < $lives ? $then : 0;
  },
  exit => sub { exit $_[0] },
  segv => sub { unpack('p', pack('Q', 1)) },
);

# As the first process of a container it gets no SIGTERM that it has no handler for.
$SIG{TERM} = sub { exit 143 };
$SIG{USR1} = sub { $awaited = 1 };
STDOUT->autoflush(1);
for (@ARGV) {
  my ($step, @values) = split /:/;
  my $do = $steps{$step} or die "no such step: $_\n";
  $do->(@values);
}
exit $last;
