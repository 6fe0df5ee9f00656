/*
 * launch REPORT CGROUP UID OTHER COMMAND...
 *
 * Runs COMMAND as a container of the machine: born in the cgroup, as process 1 of PID, mount, cgroup,
 * IPC and UTS namespaces of its own, with /proc and /sys/fs/cgroup as it sees them there. A UID other
 * than 0 has no capability. Says on file descriptor REPORT when it began and how it ended:
 *
 *   started PID NANOS
 *   ended NANOS STATUS OTHER_USEC      as waitpid gives it; cpu.stat of the cgroup OTHER, or -1
 *
 * It stays outside itself, as the shim of a container runtime does.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void must(int done, const char *what) {
  if (done < 0) {
    dprintf(2, "launch: %s: %s\n", what, strerror(errno));
    _exit(125);
  }
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long usage_usec(const char *cgroup) {
  char path[4096], text[256];
  snprintf(path, sizeof path, "%s/cpu.stat", cgroup);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length <= 0) return -1;
  text[length] = 0;
  long long value = -1;
  return sscanf(text, "usage_usec %lld", &value) == 1 ? value : -1;
}

static void become(int uid, char **command) {
  must(unshare(CLONE_NEWCGROUP), "unshare");
  must(mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL), "mount /");
  must(mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL), "mount /proc");
  must(umount2("/sys/fs/cgroup", MNT_DETACH), "unmount /sys/fs/cgroup");
  must(mount("cgroup2", "/sys/fs/cgroup", "cgroup2", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL),
       "mount /sys/fs/cgroup");
  must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges");
  if (uid != 0) {
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
      must(prctl(PR_CAPBSET_DROP, capability, 0, 0, 0), "drop a capability");
    }
    must(setgroups(0, NULL), "setgroups");
    must(setresgid(uid, uid, uid), "setresgid");
    must(setresuid(uid, uid, uid), "setresuid");
  }
  execv(command[0], command);
  must(-1, command[0]);
}

int main(int count, char **argument) {
  if (count < 6) return 2;
  int report = atoi(argument[1]);
  must(fcntl(report, F_SETFD, FD_CLOEXEC), "the report");
  int cgroup = open(argument[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  must(cgroup, argument[2]);
  struct clone_args how = {
    .flags = CLONE_INTO_CGROUP | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS,
    .exit_signal = SIGCHLD,
    .cgroup = (uint64_t) cgroup,
  };
  long long started = now();
  pid_t child = syscall(SYS_clone3, &how, sizeof how);
  must(child, "clone3");
  if (child == 0) become(atoi(argument[3]), argument + 5);
  dprintf(report, "started %d %lld\n", child, started);
  int status;
  while (waitpid(child, &status, 0) < 0) must(errno == EINTR ? 0 : -1, "waitpid");
  dprintf(report, "ended %lld %d %lld\n", now(), status, usage_usec(argument[4]));
  return 0;
}
