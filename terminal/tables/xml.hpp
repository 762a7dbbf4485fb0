// SPDX-License-Identifier: Apache-2.0
#pragma once
// A part of a workbook as a stream of elements. A document type is refused, and with it every entity but the five of
// XML itself: nothing expands, nothing is fetched. Only this file's source knows expat.

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "terminal/tables/archive.hpp"

namespace zj::tables {

// Attributes of one element, as expat gives them: valid during start() only.
class XmlAttributes {
public:
    explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
    // Empty where absent. Names are matched without their prefix.
    std::string_view operator[](std::string_view name) const;

private:
    const char** pairs_;
};

class XmlHandler {
public:
    virtual ~XmlHandler() = default;
    // Names come without their prefix.
    virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view piece) = 0;

    // Set by the handler, it ends the reading and is the reading's error.
    std::optional<Error> stop;
};

// "table.xml": not well formed, or nested beyond bounds::kXmlDepthMax; "table.doctype"; errors of Archive::read.
Result<void> read_xml(Archive& archive, const std::string& part, XmlHandler& handler);

}  // namespace zj::tables
