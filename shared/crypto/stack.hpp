// SPDX-License-Identifier: Apache-2.0
#pragma once
// What calls that have returned leave on a thread's stack: buffers of JSON, short strings. Nobody owns it and nothing
// overwrites it while the thread waits.

namespace zj::crypto {

// Zeroes what lies below the caller's frame on this thread's stack, as far as calls of ours reach (kStackWiped).
void wipe_stack();

}  // namespace zj::crypto
