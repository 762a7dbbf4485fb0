// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/xml.hpp"

#include <memory>
#include <type_traits>

#include <expat.h>

#include "terminal/tables/bounds.hpp"

namespace zj::tables {

namespace {

std::string_view without_prefix(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

struct Reading {
    XML_Parser parser = nullptr;
    XmlHandler* handler = nullptr;
    std::size_t depth = 0;

    void stop(Error error) {
        handler->stop = std::move(error);
        XML_StopParser(parser, XML_FALSE);
    }
    void stop_if_told() {
        if (handler->stop) {
            XML_StopParser(parser, XML_FALSE);
        }
    }
};

void on_start(void* user, const XML_Char* name, const XML_Char** attributes) {
    auto& reading = *static_cast<Reading*>(user);
    if (reading.handler->stop) {
        return;  // expat may still tell of an empty element's end
    }
    if (++reading.depth > bounds::kXmlDepthMax) {
        reading.stop(fail("table.xml", {}, "nested too deep"));
        return;
    }
    reading.handler->start(without_prefix(name), XmlAttributes(attributes));
    reading.stop_if_told();
}

void on_end(void* user, const XML_Char* name) {
    auto& reading = *static_cast<Reading*>(user);
    if (!reading.handler->stop) {
        --reading.depth;
        reading.handler->end(without_prefix(name));
        reading.stop_if_told();
    }
}

void on_text(void* user, const XML_Char* text, int size) {
    auto& reading = *static_cast<Reading*>(user);
    if (!reading.handler->stop) {
        reading.handler->text({text, static_cast<std::size_t>(size)});
        reading.stop_if_told();
    }
}

void on_doctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<Reading*>(user)->stop(fail("table.doctype"));
}

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
    for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
        if (without_prefix(pair[0]) == name) {
            return pair[1];
        }
    }
    return {};
}

Result<void> read_xml(Archive& archive, const std::string& part, XmlHandler& handler) {
    struct Free {
        void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
    };
    const std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser(XML_ParserCreate(nullptr));
    ZJ_ASSERT(parser != nullptr);
    Reading reading{parser.get(), &handler};
    XML_SetUserData(parser.get(), &reading);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
    bool well_formed = true;
    XML_Index given = 0;
    ZJ_CHECK(archive.read(part, [&](std::string_view piece, bool last) {
        given += static_cast<XML_Index>(piece.size());
        if (given - XML_GetCurrentByteIndex(parser.get()) > static_cast<XML_Index>(bounds::kXmlTokenBytesMax)) {
            reading.stop(fail("table.xml", {}, "one sign of it is too long"));
            return false;
        }
        well_formed =
            XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), last ? 1 : 0) == XML_STATUS_OK;
        return well_formed;
    }));
    if (handler.stop) {
        return *handler.stop;
    }
    if (!well_formed) {
        return fail("table.xml", part, XML_ErrorString(XML_GetErrorCode(parser.get())));
    }
    return {};
}

}  // namespace zj::tables
