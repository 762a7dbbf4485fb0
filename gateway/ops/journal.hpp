// SPDX-License-Identifier: Apache-2.0
#pragma once
// The gateway's log for operators: one JSON line a happening, on stderr. Never bodies, names, numbers of persons or
// secrets: only codes, routes, sizes, device ids. Any thread.

#include <memory>
#include <string_view>

#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"

namespace spdlog {
class logger;
}

namespace zj::ops {

class Journal {
public:
    explicit Journal(Clock& clock);
    ~Journal();
    // {"at","level","what",…facts}
    void info(std::string_view what, codec::Object facts = {});
    void warn(std::string_view what, codec::Object facts = {});
    void error(std::string_view what, codec::Object facts = {});

private:
    void line(int level, std::string_view what, codec::Object facts);
    Clock& clock_;
    std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace zj::ops
