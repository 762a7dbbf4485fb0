// SPDX-License-Identifier: Apache-2.0
// sandbox_probe ACTION: enters the sandbox of our children and then tries what a decoder that was taken over would
// try. Exit 0: the action was done; 1: it was refused with an error; killed by SIGSYS where the sandbox kills.
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "terminal/confined/sandbox.hpp"

namespace {

bool opens(const char* path, int flags) {
    return ::open(path, flags, 0600) >= 0;
}

// Four GiB of addresses, in pieces; none of it is touched.
bool takes_memory() {
    constexpr std::size_t kChunk = 64U << 20;
    std::size_t taken = 0;
    while (taken < (std::size_t(4) << 30)) {
        if (::mmap(nullptr, kChunk, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) {
            return false;
        }
        taken += kChunk;
    }
    return true;
}

const char* victim = "";
const pid_t parent = ::getppid();

const std::map<std::string, bool (*)()> kActions{
    {"nothing",
     [] {
         return true;
     }},
    {"read-fonts",
     [] {
         return opens("/etc/fonts/fonts.conf", O_RDONLY);
     }},
    {"look",
     [] {
         struct stat about{};
         return ::stat("/etc/passwd", &about) == 0 || ::access("/etc/passwd", F_OK) == 0;
     }},
    {"read-passwd",
     [] {
         return opens("/etc/passwd", O_RDONLY);
     }},
    {"read-passwd-by-font-folder",
     [] {
         return opens("/etc/fonts/../passwd", O_RDONLY);
     }},
    {"read-self",
     [] {
         return opens("/proc/self/maps", O_RDONLY);
     }},
    {"list-root",
     [] {
         return opens("/", O_RDONLY | O_DIRECTORY);
     }},
    {"write-file",
     [] {
         return opens(victim, O_WRONLY);
     }},
    {"make-file",
     [] {
         return opens("/etc/fonts/new", O_WRONLY | O_CREAT);
     }},
    {"remove-file",
     [] {
         return ::unlink(victim) == 0;
     }},
    {"write-stdout",
     [] {
         return ::write(STDOUT_FILENO, "x", 1) == 1;
     }},
    {"socket",
     [] {
         return ::socket(AF_INET, SOCK_STREAM, 0) >= 0;
     }},
    {"local-socket",
     [] {
         return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
     }},
    {"fork",
     [] {
         return ::fork() >= 0;
     }},
    {"exec",
     [] {
         char name[] = "true";
         char* const arguments[] = {name, nullptr};
         ::execv("/bin/true", arguments);
         return false;
     }},
    {"kill-parent",
     [] {
         return ::kill(parent, 0) == 0;
     }},
    {"trace-parent",
     [] {
         return ::ptrace(PTRACE_ATTACH, parent, nullptr, nullptr) == 0;
     }},
    {"run-memory",
     [] {
         return ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
     }},
    {"raise-limit",
     [] {
         const rlimit more{100, 100};
         return ::setrlimit(RLIMIT_NOFILE, &more) == 0;
     }},
    {"mode",
     [] {
         return ::chmod(victim, 0777) == 0;
     }},
    {"take-memory", takes_memory},
    {"take-time",
     [] {
         while (::getpid() != 0) {
         }
         return true;
     }},
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || !kActions.contains(argv[1])) {
        return 2;
    }
    victim = argc > 2 ? argv[2] : "";
    std::vector<const char*> folders{"/etc/fonts", "/nonexistent"};
    if (std::strcmp(argv[1], "look") == 0) {
        folders.clear();  // as zhijian-tables enters it
    }
    const auto confined = zj::confined::confine(folders, {512U << 20, 1, 16});
    if (!confined) {
        return 3;
    }
    ::_exit(kActions.at(argv[1])() ? 0 : 1);
}
