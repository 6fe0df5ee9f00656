/*
 * A batch whose load is known. Each argument is a step; they are done in order:
 *   cpu:MS           burns that much CPU time
 *   busy:PERCENT:MS  burns that much of a core, a bit each 50 ms, for so long
 *   sleep:MS         waits
 *   hold:MIB         holds that much memory; 0: none
 *   grow:MIB:RATE    grows to that much at RATE MiB a second, and says how fast it was
 *   child:MIB        a child grows to that much at once, and is waited for
 *   send:MIB:HOST    sends that much by UDP
 *   ready            says so
 *   exit:N           exits
 * Memory is touched page by page and belongs to no file. It begins where a huge page does: without
 * those an emulated processor takes 3 ms for a MiB.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MIB (1L << 20)
#define PAGE 4096
#define HUGE (2 * MIB)

static char *held;
static long held_mib;
static void *mapped;

static double seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void nap(double duration) {
  struct timespec time = {(time_t) duration, (long) ((duration - (time_t) duration) * 1e9)};
  while (nanosleep(&time, &time) != 0) { }
}

static void burn(double duration) {
  double end = seconds(CLOCK_PROCESS_CPUTIME_ID) + duration;
  while (seconds(CLOCK_PROCESS_CPUTIME_ID) < end) {
    for (volatile int i = 0; i < 100000; i++) { }
  }
}

static void busy(double percent, double duration) {
  double end = seconds(CLOCK_MONOTONIC) + duration;
  double due = seconds(CLOCK_PROCESS_CPUTIME_ID);
  while (seconds(CLOCK_MONOTONIC) < end) {
    due += 0.05 * percent / 100;
    burn(due - seconds(CLOCK_PROCESS_CPUTIME_ID));
    nap(0.05 * (100 - percent) / 100);
  }
}

static void reserve(long mib) {
  if (mapped != NULL) munmap(mapped, held_mib * MIB + HUGE);
  mapped = held = NULL;
  held_mib = mib;
  if (mib > 0) {
    mapped = mmap(NULL, mib * MIB + HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) exit(99);
    held = (char *) (((unsigned long) mapped + HUGE - 1) / HUGE * HUGE);
  }
}

static void touch(long from, long to) {
  for (long at = from; at < to; at += PAGE) held[at] = 1;
}

/* A MiB at a time up to what is due, so that a slow machine has the rate as far as it can. */
static void grow(long mib, double rate) {
  double start = seconds(CLOCK_MONOTONIC);
  long said = 0;
  reserve(mib);
  for (long i = 0; i < mib; i++) {
    double ahead = i / rate - (seconds(CLOCK_MONOTONIC) - start);
    if (ahead > 0.001) nap(ahead);
    touch(i * MIB, (i + 1) * MIB);
    if (i + 1 >= said + mib / 4) {
      said = i + 1;
      printf("grown %ld %.4f\n", said, seconds(CLOCK_MONOTONIC) - start);
      fflush(stdout);
    }
  }
}

static void child(long mib) {
  pid_t pid = fork();
  if (pid == 0) {
    reserve(mib);
    touch(0, mib * MIB);
    _exit(0);
  }
  int status;
  waitpid(pid, &status, 0);
  printf("child %d\n", WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
  fflush(stdout);
}

static void transmit(long mib, const char *host) {
  static char bytes[1024];
  int udp = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in discard = {.sin_family = AF_INET, .sin_port = htons(9)};
  inet_pton(AF_INET, host, &discard.sin_addr);
  for (long i = 0; i < mib * 1024; i++) {
    sendto(udp, bytes, sizeof bytes, 0, (struct sockaddr *) &discard, sizeof discard);
    if (i % 256 == 0) nap(0.001);
  }
}

int main(int count, char **argument) {
  for (int i = 1; i < count; i++) {
    char *step = strtok(argument[i], ":");
    char *first = strtok(NULL, ":");
    char *second = strtok(NULL, ":");
    if (strcmp(step, "cpu") == 0) burn(atof(first) / 1000);
    else if (strcmp(step, "busy") == 0) busy(atof(first), atof(second) / 1000);
    else if (strcmp(step, "sleep") == 0) nap(atof(first) / 1000);
    else if (strcmp(step, "hold") == 0) { reserve(atol(first)); touch(0, held_mib * MIB); }
    else if (strcmp(step, "grow") == 0) grow(atol(first), atof(second));
    else if (strcmp(step, "child") == 0) child(atol(first));
    else if (strcmp(step, "send") == 0) transmit(atol(first), second);
    else if (strcmp(step, "ready") == 0) { puts("ready"); fflush(stdout); }
    else if (strcmp(step, "exit") == 0) return atoi(first);
    else { fprintf(stderr, "no such step: %s\n", step); return 98; }
  }
  return 0;
}
