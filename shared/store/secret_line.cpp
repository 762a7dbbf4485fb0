// SPDX-License-Identifier: Apache-2.0
#include "shared/store/secret_line.hpp"

#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace zj::store {

Result<crypto::Secret> secret_line(int descriptor, std::size_t bytes_max) {
    crypto::Secret line(bytes_max + 2);
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
        if (++size > bytes_max) {
            return fail("passphrase.long", {}, "longer than " + std::to_string(bytes_max) + " bytes");
        }
    }
    if (size > 0 && line.bytes()[size - 1] == '\r') {
        --size;
    }
    return crypto::Secret::from(line.view().first(size));
}

}  // namespace zj::store
