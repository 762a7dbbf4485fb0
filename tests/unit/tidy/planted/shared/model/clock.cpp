// SPDX-License-Identifier: Apache-2.0
#include <chrono>
long now() {
    return std::chrono::system_clock::now().time_since_epoch().count();
}
