/*
 * watch MILLIS CGROUP...
 *
 * Looks at the memory in use of the cgroups, memory.current - inactive_file, and on SIGTERM prints
 * the highest sum of it in bytes, of what each one had at that moment, and how many looks there were:
 *
 *   SUM LOOKS EACH...
 *
 * A cgroup that has gone counts as nothing.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MOST 8

static volatile sig_atomic_t told;
static int current[MOST], stat_of[MOST];

static void tell(int signal) { told = signal; }

static int open_in(const char *cgroup, const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", cgroup, name);
  return open(path, O_RDONLY);
}

static long used(int which) {
  char text[8192];
  ssize_t length = pread(current[which], text, sizeof text - 1, 0);
  if (length <= 0) return 0;
  text[length] = 0;
  long usage = atol(text);
  length = pread(stat_of[which], text, sizeof text - 1, 0);
  if (length <= 0) return 0;
  text[length] = 0;
  char *file = strstr(text, "\ninactive_file ");
  long inactive = file == NULL ? 0 : atol(file + strlen("\ninactive_file "));
  return inactive > usage ? usage : usage - inactive;
}

int main(int count, char **argument) {
  int cgroups = count - 2;
  if (cgroups < 1 || cgroups > MOST) return 2;
  for (int i = 0; i < cgroups; i++) {
    current[i] = open_in(argument[2 + i], "memory.current");
    stat_of[i] = open_in(argument[2 + i], "memory.stat");
  }
  struct sigaction action = {.sa_handler = tell};
  sigaction(SIGTERM, &action, NULL);
  long millis = atol(argument[1]), highest = 0, looks = 0, at_highest[MOST] = {0};
  struct timespec pause = {millis / 1000, millis % 1000 * 1000000};
  while (!told) {
    long each[MOST], sum = 0;
    for (int i = 0; i < cgroups; i++) sum += each[i] = used(i);
    if (sum > highest) {
      highest = sum;
      memcpy(at_highest, each, sizeof each);
    }
    looks++;
    nanosleep(&pause, NULL);
  }
  printf("%ld %ld", highest, looks);
  for (int i = 0; i < cgroups; i++) printf(" %ld", at_highest[i]);
  puts("");
  return 0;
}
