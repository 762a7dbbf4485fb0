// SPDX-License-Identifier: Apache-2.0
#include "shared/base/system_time.hpp"

#include <chrono>

namespace zj {

Time SystemClock::now() {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

}  // namespace zj
