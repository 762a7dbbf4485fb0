// SPDX-License-Identifier: Apache-2.0
// A build without a window (ZJ_WINDOW off: sanitizers, servers) has the verbs alone.
#include "terminal/app/desktop.hpp"

namespace zj::app {

Result<> run_window(const Globals& /*globals*/, const WindowWishes& /*wishes*/) {
    return fail("window.absent", {}, "built with ZJ_WINDOW=OFF");
}

}  // namespace zj::app
