// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/journal.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "shared/codec/json.hpp"

namespace zj::ops {

Journal::Journal(Clock& clock)
    : clock_(clock),
      logger_(std::make_unique<spdlog::logger>("gateway", std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
    logger_->set_pattern("%v");
    logger_->flush_on(spdlog::level::trace);
}

Journal::~Journal() = default;

void Journal::line(int level, std::string_view what, codec::Object facts) {
    const auto of = static_cast<spdlog::level::level_enum>(level);
    const spdlog::string_view_t name = spdlog::level::to_string_view(of);
    facts["at"] = format_time(clock_.now());
    facts["level"] = std::string_view(name.data(), name.size());
    facts["what"] = what;
    logger_->log(of, "{}", codec::write_json(std::move(facts)));
}

void Journal::info(std::string_view what, codec::Object facts) {
    line(spdlog::level::info, what, std::move(facts));
}

void Journal::warn(std::string_view what, codec::Object facts) {
    line(spdlog::level::warn, what, std::move(facts));
}

void Journal::error(std::string_view what, codec::Object facts) {
    line(spdlog::level::err, what, std::move(facts));
}

}  // namespace zj::ops
