// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the kinds of fields share: label, box and message. Only for field.cpp and choice.cpp.

#include "terminal/ui/field.hpp"

namespace zj::ui {

inline constexpr float kFieldLabel = 1.3F, kFieldGap = 0.35F;  // ems

struct FieldFrame {
    Rect box, inside;
};
// Label, box and message; what is inside the box is the caller's.
FieldFrame draw_field_frame(Ui& ui, const Rect& r, const Field& field, const Press& press);

}  // namespace zj::ui
