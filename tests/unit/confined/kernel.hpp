// SPDX-License-Identifier: Apache-2.0
#pragma once
// A kernel without Landlock, and how a process of a test ended.

#include <seccomp.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace zj::confined::test {

constexpr int kKilled = 1000;  // and the signal

// From here on the kernel acts as if it had no Landlock, for this process and what it starts.
inline void forget_landlock() {
    const scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
    ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0);
    ::seccomp_load(filter);
}

inline int status_of(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFSIGNALED(status) ? kKilled + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace zj::confined::test
