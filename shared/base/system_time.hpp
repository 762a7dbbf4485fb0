// SPDX-License-Identifier: Apache-2.0
#pragma once
// The machine's own clock. Only programs (terminal/app, gateway/app, verify's main) construct it and hand it inward.

#include "shared/base/time.hpp"

namespace zj {

class SystemClock final : public Clock {
public:
    Time now() override;
};

}  // namespace zj
