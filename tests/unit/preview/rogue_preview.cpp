// SPDX-License-Identifier: Apache-2.0
// In place of zhijian-preview: does what the document tells it to, as a decoder that was taken over might.
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <string>

#include "terminal/confined/inside.hpp"
#include "terminal/preview/bounds.hpp"
#include "terminal/preview/wire.hpp"

using namespace zj::preview;

extern char** environ;

namespace {

Shared* shared = nullptr;

Answer honest() {
    return {.magic = kAnswered, .status = 0, .pages = 1, .width = 1, .height = 1, .without_fonts = 0};
}

// Says so, and ends as if all were well.
int say(const Answer& answer) {
    shared->answer = answer;
    return 0;
}

int say_if(bool good) {
    return good ? say(honest()) : 1;
}

int open_descriptors() {
    int count = 0;
    DIR* folder = ::opendir("/proc/self/fd");
    while (::readdir(folder) != nullptr) {
        ++count;
    }
    ::closedir(folder);
    return count - 3;  // ".", ".." and the folder's own
}

template <class Change>
int lie(Change change) {
    Answer answer = honest();
    change(answer);
    return say(answer);
}

const std::map<std::string, int (*)()> kTricks{
    {"honest",
     [] {
         return say(honest());
     }},
    {"silent",
     [] {
         return 0;
     }},
    {"sleep",
     [] {
         return static_cast<int>(::sleep(60));
     }},
    {"killed",
     [] {
         return ::raise(SIGKILL);
     }},
    {"answer, then die",
     [] {
         say(honest());
         return ::raise(SIGSEGV);
     }},
    {"answer, then fail",
     [] {
         say(honest());
         return 1;
     }},
    {"answer, then sleep",
     [] {
         say(honest());
         return static_cast<int>(::sleep(60));
     }},
    {"no magic",
     [] {
         return lie([](Answer& a) { a.magic = 1; });
     }},
    {"too wide",
     [] {
         return lie([](Answer& a) { a.width = shared->request.width_max + 1; });
     }},
    {"too high",
     [] {
         return lie([](Answer& a) { a.height = 1 << 30; });
     }},
    {"no width",
     [] {
         return lie([](Answer& a) { a.width = 0; });
     }},
    {"negative",
     [] {
         return lie([](Answer& a) { a.width = a.height = -4; });
     }},
    {"no pages",
     [] {
         return lie([](Answer& a) { a.pages = 0; });
     }},
    {"too many pages",
     [] {
         return lie([](Answer& a) { a.pages = kPagesMax + 1; });
     }},
    {"no such status",
     [] {
         return lie([](Answer& a) { a.status = kStatusCodes.size(); });
     }},
    {"ask for a password",
     [] {
         return lie([](Answer& a) { a.status = 2; });
     }},
    {"change the document",
     [] {
         return say_if(::pwrite(zj::confined::kInputFd, "x", 1, 0) < 0 && errno == EPERM);
     }},
    {"make the memory smaller",
     [] {
         return say_if(::ftruncate(zj::confined::kSharedFd, 10) != 0);
     }},
    {"make the memory larger",
     [] {
         return say_if(::ftruncate(zj::confined::kSharedFd, 1 << 30) != 0);
     }},
    {"look round",
     [] {
         return say_if(environ[0] == nullptr && open_descriptors() == 3);
     }},
};

}  // namespace

int main() {
    struct stat about{};
    ::fstat(zj::confined::kInputFd, &about);
    std::string trick(static_cast<std::size_t>(about.st_size), '\0');
    const ssize_t got = ::pread(zj::confined::kInputFd, trick.data(), trick.size(), 0);
    void* at = ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED, zj::confined::kSharedFd, 0);
    if (got < 0 || at == MAP_FAILED || !kTricks.contains(trick)) {
        return 99;
    }
    shared = static_cast<Shared*>(at);
    return kTricks.at(trick)();
}
