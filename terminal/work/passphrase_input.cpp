// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/passphrase_input.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

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
    crypto::Secret line(vault::kPassphraseBytesMax + 2);
    std::size_t size = 0;
    for (;;) {
        // Into locked memory at once; the byte beyond the limit tells that the line is too long.
        const ssize_t n = ::read(descriptor, line.bytes().data() + size, 1);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return fail("passphrase.input", {}, std::generic_category().message(errno));
        }
        if (n == 0 && size == 0) {
            return fail("passphrase.input", {}, "no line on the descriptor");
        }
        if (n == 0 || line.bytes()[size] == '\n') {
            break;
        }
        if (++size > vault::kPassphraseBytesMax) {
            return fail("passphrase.long", {}, "longer than 1024 bytes");
        }
    }
    if (size > 0 && line.bytes()[size - 1] == '\r') {
        --size;
    }
    return crypto::Secret::from(line.view().first(size));
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
