/*
 * Preloaded into the server by the power-cut test: notes the inode of each file that was synced, and how long it was
 * then. What a file has beyond that, a power cut may take.
 *
 *   cc -shared -fPIC -o sync-witness.so sync-witness.c -ldl        LD_PRELOAD, SYNC_WITNESS=file
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void note(unsigned long long inode, long long length) {
  const char *witness = getenv("SYNC_WITNESS");
  char line[64];
  if (!witness) return;
  int out = open(witness, O_WRONLY | O_APPEND | O_CREAT, 0600);
  if (out < 0) return;
  ssize_t written = write(out, line, snprintf(line, sizeof line, "%llu %lld\n", inode, length));
  (void)written;
  close(out);
}

static int synced(const char *name, int descriptor) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  struct stat before;
  int isFile = fstat(descriptor, &before) == 0 && S_ISREG(before.st_mode);
  int result = real(descriptor);
  if (result == 0 && isFile) note(before.st_ino, before.st_size);
  return result;
}

int fsync(int descriptor) { return synced("fsync", descriptor); }
int fdatasync(int descriptor) { return synced("fdatasync", descriptor); }
