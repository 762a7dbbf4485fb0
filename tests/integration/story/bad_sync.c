/* SPDX-License-Identifier: Apache-2.0
 * To be preloaded: a disk that loses one write each time the file named by ZJ_BAD_SYNC stands there. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int lost(void) {
    const char *trigger = getenv("ZJ_BAD_SYNC");
    if (trigger == NULL || unlink(trigger) != 0) {
        return 0;
    }
    errno = EIO;
    return 1;
}

int fsync(int fd) {
    return lost() ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd) {
    return lost() ? -1 : (int)syscall(SYS_fdatasync, fd);
}
