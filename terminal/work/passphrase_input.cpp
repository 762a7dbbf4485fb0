// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/passphrase_input.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>

#include "shared/store/secret_line.hpp"
#include "terminal/vault/passphrase.hpp"

namespace zj::work {

namespace {

class Terminal {
public:
    Terminal() : fd_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {}
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;
    ~Terminal() {
        if (quiet_) {
            ::tcsetattr(fd_, TCSAFLUSH, &before_);
            ::sigprocmask(SIG_SETMASK, &mask_, nullptr);
        }
        if (fd_ >= 0) {
            ::close(fd_);
        }
    }
    // Signals wait until the echo is back: a Ctrl-C must not leave a shell that shows nothing.
    bool silence() {
        if (fd_ < 0 || ::tcgetattr(fd_, &before_) != 0) {
            return false;
        }
        sigset_t wait;
        ::sigemptyset(&wait);
        for (const int signal : {SIGINT, SIGTERM, SIGQUIT, SIGTSTP, SIGHUP}) {
            ::sigaddset(&wait, signal);
        }
        ::sigprocmask(SIG_BLOCK, &wait, &mask_);
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
        quiet_ = true;
        return ::tcsetattr(fd_, TCSAFLUSH, &silent) == 0;
    }
    int fd() const { return fd_; }

private:
    int fd_;
    bool quiet_ = false;
    termios before_{};
    sigset_t mask_{};
};

}  // namespace

Result<crypto::Secret> passphrase_from(int descriptor) {
    return store::secret_line(descriptor, vault::kPassphraseBytesMax);
}

Result<crypto::Secret> passphrase_from_terminal(std::string_view prompt) {
    Terminal terminal;
    if (!terminal.silence()) {
        return fail("passphrase.input", {}, "no terminal to ask on; use --passphrase-fd");
    }
    static_cast<void>(!::write(terminal.fd(), prompt.data(), prompt.size()));
    auto line = passphrase_from(terminal.fd());
    static_cast<void>(!::write(terminal.fd(), "\n", 1));
    return line;
}

}  // namespace zj::work
