// SPDX-License-Identifier: Apache-2.0
#include "terminal/confined/sandbox.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <initializer_list>
#include <system_error>

// AddressSanitizer and ThreadSanitizer reserve terabytes of address space, and look at it while they work.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ZJ_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ZJ_SANITIZED 1
#endif
#endif
#ifndef ZJ_SANITIZED
#define ZJ_SANITIZED 0
#endif

namespace zj::confined {

namespace {

Error not_held(const char* what) {
    return fail("sandbox", {}, std::string(what) + ": " + std::generic_category().message(errno));
}

template <class Resource>
Result<> limit(Resource resource, std::uint64_t value) {
    const rlimit both{value, value};
    if (::setrlimit(resource, &both) != 0) {
        return not_held("setrlimit");
    }
    return {};
}

Result<> set_limits(const Limits& limits) {
    if (ZJ_SANITIZED == 0) {
        ZJ_CHECK(limit(RLIMIT_AS, limits.memory_bytes));
    }
    ZJ_CHECK(limit(RLIMIT_CPU, limits.processor_seconds));
    ZJ_CHECK(limit(RLIMIT_NOFILE, limits.open_files));
    ZJ_CHECK(limit(RLIMIT_CORE, 0));
    ZJ_CHECK(limit(RLIMIT_FSIZE, 0));
    return {};
}

Result<> drop_privileges() {
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
        return not_held("prctl");
    }
    return {};
}

// --- Landlock. The headers of Debian 12 know ABI 2; kernels take what they know of a longer attribute, so it is
// written down here up to ABI 6.

struct RulesetAttribute {
    std::uint64_t files, net, scoped;
};
constexpr std::size_t kFilesOnly = sizeof(std::uint64_t), kWithNet = 2 * sizeof(std::uint64_t);
constexpr std::uint64_t kReads = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kTcp = 0b11;     // bind, connect (ABI 4)
constexpr std::uint64_t kScopes = 0b11;  // abstract UNIX sockets, signals (ABI 6)

// All rights over files that an ABI knows: thirteen at first, then refer, truncate and, with ABI 5, ioctl on devices.
std::uint64_t all_rights(long abi) {
    const unsigned count = abi >= 5 ? 16 : abi >= 3 ? 15 : abi == 2 ? 14 : 13;
    return (std::uint64_t(1) << count) - 1;
}

std::size_t attribute_size(long abi) {
    return abi >= 6 ? sizeof(RulesetAttribute) : abi >= 4 ? kWithNet : kFilesOnly;
}

Result<> allow_reading(int ruleset, const char* folder) {
    const int fd = ::open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return {};
    }
    const landlock_path_beneath_attr beneath{kReads, fd};
    const long added = ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    ::close(fd);
    if (added != 0) {
        return not_held("landlock_add_rule");
    }
    return {};
}

// Whether it holds now; an error only where the kernel has Landlock and it fails all the same.
Result<bool> confine_files(std::span<const char* const> folders) {
    const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1) {
        return false;
    }
    const RulesetAttribute attribute{all_rights(abi), kTcp, kScopes};
    const int ruleset = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attribute, attribute_size(abi), 0));
    if (ruleset < 0) {
        return not_held("landlock_create_ruleset");
    }
    Result<> done;
    for (const char* folder : folders) {
        if (done) {
            done = allow_reading(ruleset, folder);
        }
    }
    if (done && ::syscall(SYS_landlock_restrict_self, ruleset, 0) != 0) {
        done = not_held("landlock_restrict_self");
    }
    ::close(ruleset);
    if (!done) {
        return done.error();
    }
    return true;
}

// --- seccomp

class Filter {
public:
    Filter() : context_(::seccomp_init(SCMP_ACT_KILL_PROCESS)) {}
    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;
    ~Filter() { ::seccomp_release(context_); }

    void add(std::uint32_t action, std::initializer_list<int> calls) {
        for (const int call : calls) {
            keep(::seccomp_rule_add_array(context_, action, call, 0, nullptr));
        }
    }
    void add_if(std::uint32_t action, int call, scmp_arg_cmp condition) {
        keep(::seccomp_rule_add_array(context_, action, call, 1, &condition));
    }
    bool load() { return context_ != nullptr && good_ && ::seccomp_load(context_) == 0; }

private:
    void keep(int result) { good_ = good_ && result == 0; }
    scmp_filter_ctx context_;
    bool good_ = true;
};

scmp_arg_cmp equals(unsigned argument, std::uint64_t value) {
    return {argument, SCMP_CMP_EQ, value, 0};
}
scmp_arg_cmp bits(unsigned argument, std::uint64_t mask, std::uint64_t value) {
    return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}

// Computing, memory, time, and reading what is open.
void allow_work(Filter& filter) {
    filter.add(SCMP_ACT_ALLOW, {SCMP_SYS(read),         SCMP_SYS(pread64),      SCMP_SYS(readv),
                                SCMP_SYS(lseek),        SCMP_SYS(close),        SCMP_SYS(fstat),
                                SCMP_SYS(fstatfs),      SCMP_SYS(munmap),       SCMP_SYS(mremap),
                                SCMP_SYS(madvise),      SCMP_SYS(brk),          SCMP_SYS(futex),
                                SCMP_SYS(fadvise64),    SCMP_SYS(getrandom),    SCMP_SYS(clock_gettime),
                                SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(rt_sigprocmask),
                                SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
                                SCMP_SYS(getpid),       SCMP_SYS(gettid),       SCMP_SYS(getuid),
                                SCMP_SYS(geteuid),      SCMP_SYS(getgid),       SCMP_SYS(getegid),
                                SCMP_SYS(uname),        SCMP_SYS(sysinfo),      SCMP_SYS(sched_yield),
                                SCMP_SYS(exit),         SCMP_SYS(exit_group),   SCMP_SYS(sched_getaffinity)});
    // Memory may be read and written, never run; a library that would load another one is told no.
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
        filter.add_if(SCMP_ACT_ALLOW, call, bits(2, PROT_EXEC, 0));
        filter.add_if(SCMP_ACT_ERRNO(EACCES), call, bits(2, PROT_EXEC, PROT_EXEC));
    }
    // Last words go to /dev/null; abort() sends its signal to itself.
    filter.add_if(SCMP_ACT_ALLOW, SCMP_SYS(write), equals(0, STDERR_FILENO));
    filter.add_if(SCMP_ACT_ALLOW, SCMP_SYS(writev), equals(0, STDERR_FILENO));
    filter.add_if(SCMP_ACT_ALLOW, SCMP_SYS(tgkill), equals(0, static_cast<std::uint64_t>(::getpid())));
    for (const int command : {F_GETFD, F_SETFD, F_GETFL}) {
        filter.add_if(SCMP_ACT_ALLOW, SCMP_SYS(fcntl), equals(1, static_cast<std::uint64_t>(command)));
    }
}

// What stands in a folder can be asked for only by whom folders were given.
void allow_looking(Filter& filter, bool has_folders) {
    filter.add(has_folders ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EACCES),
               {SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(statfs),
                SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
                SCMP_SYS(getdents64), SCMP_SYS(getcwd)});
}

// Which files is Landlock's to say; that they are only read is said here too.
void allow_opening(Filter& filter, bool reads_folders) {
    if (!reads_folders) {
        filter.add(SCMP_ACT_ERRNO(EACCES), {SCMP_SYS(openat), SCMP_SYS(open)});
        return;
    }
    for (const auto& [call, flags] : {std::pair(SCMP_SYS(openat), 2U), std::pair(SCMP_SYS(open), 1U)}) {
        filter.add_if(SCMP_ACT_ALLOW, call, bits(flags, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY));
        for (const std::uint64_t written : {O_WRONLY, O_RDWR, O_CREAT}) {
            filter.add_if(SCMP_ACT_ERRNO(EACCES), call, bits(flags, written, written));
        }
    }
}

// Tried in passing by fontconfig (its caches), by standard streams (is this a terminal?) and by allocators.
void refuse_kindly(Filter& filter) {
    filter.add(SCMP_ACT_ERRNO(ENOTTY), {SCMP_SYS(ioctl)});
    filter.add(SCMP_ACT_ERRNO(EPERM), {SCMP_SYS(prlimit64), SCMP_SYS(prctl)});
    filter.add(SCMP_ACT_ERRNO(EACCES),
               {SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename),
                SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(chmod),
                SCMP_SYS(fchmod), SCMP_SYS(fchmodat), SCMP_SYS(utimensat)});
}

Result<> confine_calls(bool has_folders, bool reads_folders) {
    Filter filter;
    allow_work(filter);
    allow_looking(filter, has_folders);
    allow_opening(filter, reads_folders);
    refuse_kindly(filter);
    if (!filter.load()) {
        return not_held("seccomp");
    }
    return {};
}

}  // namespace

Result<Confined> confine(std::span<const char* const> folders, const Limits& limits) {
    ZJ_CHECK(set_limits(limits));
    ZJ_CHECK(drop_privileges());
    ZJ_TRY(const bool reads_folders, confine_files(folders));
    ZJ_CHECK(confine_calls(!folders.empty(), reads_folders));
    return Confined{reads_folders};
}

}  // namespace zj::confined
