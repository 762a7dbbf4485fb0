// SPDX-License-Identifier: Apache-2.0
// pango, cairo and fontconfig keep fonts for the life of a process. Under the sanitizers they are released after the
// last test, so that whatever is still held then is a leak of ours.
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

#include <catch2/catch_test_case_info.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>

// cairo 1.16 loses 768 bytes for each font that it embeds; it does so inside cairo_surface_finish().
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libcairo.so\n";
}

// Pango asks fontconfig from a thread of its own, and fontconfig's locks are not seen, for it is not instrumented.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
    return "race:libfontconfig.so\n";
}

namespace {

class ReleaseCaches : public Catch::EventListenerBase {
public:
    using Catch::EventListenerBase::EventListenerBase;
    void testRunEnded(const Catch::TestRunStats&) override {
        pango_cairo_font_map_set_default(nullptr);
        cairo_debug_reset_static_data();
        FcFini();
    }
};

CATCH_REGISTER_LISTENER(ReleaseCaches)

}  // namespace
