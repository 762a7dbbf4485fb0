// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/map_text.hpp"

#include <cmath>

#include "shared/codec/json.hpp"

namespace zj::ui {

std::string map_text(const MapHead& head, const std::vector<Mapped>& items) {
    codec::Array out;
    const auto whole = [](float v) {
        return static_cast<std::int64_t>(std::lround(v));
    };
    for (const Mapped& one : items) {
        out.push_back(codec::Array{one.id, whole(one.rect.x), whole(one.rect.y), whole(one.rect.w), whole(one.rect.h),
                                   one.enabled});
    }
    return codec::write_json(codec::Object{{"desk", head.desk},
                                           {"lang", head.lang},
                                           {"focused", head.focused},
                                           {"busy", head.busy},
                                           {"frame", static_cast<std::int64_t>(head.frame)},
                                           {"work_us", static_cast<std::int64_t>(head.work_ms * 1000)},
                                           {"items", std::move(out)}});
}

}  // namespace zj::ui
