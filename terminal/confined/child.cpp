// SPDX-License-Identifier: Apache-2.0
#include "terminal/confined/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <system_error>

namespace zj::confined {

namespace {

using std::chrono::steady_clock;

// How late `stop` may be noticed; a person does not feel it.
constexpr int kLookMs = 20;
constexpr int kFirstFree = 3;

Error no_child(const char* what) {
    return fail("program", {}, std::string(what) + ": " + std::generic_category().message(errno));
}

// A terminal that was started without standard descriptors gets 0 to 2 for its own; the child's must not be among them
// while they are put in place.
Result<Descriptor> memory(const char* name) {
    const Descriptor fd(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (fd.get() < 0) {
        return no_child("memfd_create");
    }
    Descriptor high(::fcntl(fd.get(), F_DUPFD_CLOEXEC, kFirstFree));
    if (high.get() < 0) {
        return no_child("fcntl");
    }
    return high;
}

bool write_all(int fd, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t done = ::write(fd, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
    return true;
}

struct SpawnSettings {
    SpawnSettings() {
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawnattr_init(&attributes);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;
    ~SpawnSettings() {
        ::posix_spawn_file_actions_destroy(&actions);
        ::posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
};

Result<pid_t> spawn(const std::string& program, int input, int shared) {
    SpawnSettings with;
    sigset_t none, all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&with.attributes, &none);
    ::posix_spawnattr_setsigdefault(&with.attributes, &all);
    ::posix_spawnattr_setflags(&with.attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    ::posix_spawn_file_actions_adddup2(&with.actions, input, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&with.actions, shared, STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&with.actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&with.actions, kFirstFree);
    std::string name = program;
    char* const arguments[] = {name.data(), nullptr};
    char* const environment[] = {nullptr};
    pid_t pid = -1;
    errno = ::posix_spawn(&pid, program.c_str(), &with.actions, &with.attributes, arguments, environment);
    if (errno != 0) {
        return no_child("posix_spawn");
    }
    return pid;
}

// Why the wait was ended before the child did; empty where the child ended by itself.
std::string wait_for(int pidfd, std::chrono::milliseconds time_max, const std::atomic<bool>* stop) {
    const auto until = steady_clock::now() + time_max;
    while (true) {
        if (stop != nullptr && stop->load()) {
            return "cancelled";
        }
        pollfd ended{pidfd, POLLIN, 0};
        if (::poll(&ended, 1, kLookMs) > 0) {
            return {};
        }
        if (steady_clock::now() >= until) {
            return "timeout";
        }
    }
}

// REQUIRES: the child has ended or was killed.
int collect(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) {
            return -1;
        }
    }
    return status;
}

// Memory that nobody can change any more.
Result<Descriptor> sealed_copy(ByteView bytes) {
    ZJ_TRY(Descriptor fd, memory("input"));
    constexpr int kSeals = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL;
    if (!write_all(fd.get(), bytes) || ::fcntl(fd.get(), F_ADD_SEALS, kSeals) != 0) {
        return no_child("the copy of the file");
    }
    return fd;
}

// Its size is fixed, so neither side can make the other read past its end.
Result<Descriptor> shared_memory(std::size_t size, ByteView head) {
    ZJ_TRY(Descriptor fd, memory("answer"));
    constexpr int kSeals = F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL;
    if (!write_all(fd.get(), head) || ::ftruncate(fd.get(), static_cast<off_t>(size)) != 0 ||
        ::fcntl(fd.get(), F_ADD_SEALS, kSeals) != 0) {
        return no_child("the memory for the answer");
    }
    return fd;
}

Result<> ended_well(int status) {
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) {
        return fail("timeout", {}, "processor time");
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        const std::string how = WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                                                    : "status " + std::to_string(WEXITSTATUS(status));
        return fail("stopped", {}, "the child ended with " + how);
    }
    return {};
}

Result<Descriptor> run_to_the_end(const Work& work) {
    ZJ_TRY(const Descriptor input, sealed_copy(work.input));
    ZJ_TRY(Descriptor shared, shared_memory(work.shared_size, work.request));
    ZJ_TRY(const pid_t pid, spawn(work.program, input.get(), shared.get()));
    const Descriptor pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    const std::string early = pidfd.get() < 0 ? "program" : wait_for(pidfd.get(), work.time_max, work.stop);
    if (!early.empty()) {
        ::kill(pid, SIGKILL);
    }
    const int status = collect(pid);
    if (!early.empty()) {
        return fail(early, {}, std::to_string(work.time_max.count()) + " ms allowed");
    }
    ZJ_CHECK(ended_well(status));
    return shared;
}

}  // namespace

Descriptor::~Descriptor() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

bool read_at(const Descriptor& from, void* to, std::size_t size, std::size_t offset) {
    auto* out = static_cast<std::uint8_t*>(to);
    while (size > 0) {
        const ssize_t done = ::pread(from.get(), out, size, static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return false;
        }
        out += done;
        size -= static_cast<std::size_t>(done);
        offset += static_cast<std::size_t>(done);
    }
    return true;
}

Result<Descriptor> run(const Work& work) {
    auto shared = run_to_the_end(work);
    if (!shared) {
        Error error = shared.error();
        error.code = std::string(work.area) + "." + error.code;
        return error;
    }
    return shared;
}

std::string beside_us(std::string_view name) {
    std::string self(PATH_MAX, '\0');
    const ssize_t length = ::readlink("/proc/self/exe", self.data(), self.size());
    self.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
    const std::size_t slash = self.rfind('/');
    return slash == self.npos ? std::string() : self.substr(0, slash + 1) + std::string(name);
}

}  // namespace zj::confined
