// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/gateway_host.hpp"

#include "shared/sync/session.hpp"

namespace zj::sim {

GatewayHost::GatewayHost(Env& env, const Ground& ground, std::string folder)
    : env_(env),
      ground_(ground),
      folder_(std::move(folder)),
      clock_(env, 0),
      dice_(env.plan.seed, 10),
      fuse_([this](std::string_view step) {
          env_.trace.note(env_.now, "gateway", std::string("dies before ").append(step));
          image();
      }) {}

void GatewayHost::image() {
    // Planted: what was committed since the last push began was not on the disk yet.
    if (env_.plan.plant == Plant::gateway_forgets_commit && folder_exists(folder_ + ".before")) {
        move_folder(folder_ + ".before", folder_ + ".image");
        return;
    }
    copy_folder(folder_, folder_ + ".image");
}

void GatewayHost::died() {
    ++env_.history.crashes;
    fuse_.arm(0);
    county_.reset();
    move_folder(folder_ + ".image", folder_);
}

bool GatewayHost::guarded(const std::function<void()>& work) {
    try {
        work();
        return true;
    } catch (const Crash&) {
        died();
        return false;
    }
}

void GatewayHost::start() {
    if (up()) {
        return;
    }
    county::CountyOptions options = county_options(folder_);
    options.fault = fuse_.seam();
    auto opened =
        county::County::open(options, ground_.keys.database, ground_.keys.log.clone(), clock_, dice_.random());
    if (!opened) {
        env_.history.alarm("the county does not open after a crash: " + to_string(opened.error()));
        return;
    }
    county_ = std::move(*opened);
    env_.trace.note(env_.now, "gateway", "starts at size " + std::to_string(county_->size()));
    tick();
}

void GatewayHost::power_off() {
    if (up()) {
        env_.trace.note(env_.now, "gateway", "loses power");
        image();
        died();
    }
}

void GatewayHost::tick() {
    if (!up()) {
        return;
    }
    guarded([&] {
        const auto written = county_->advance();
        if (!written) {
            env_.history.alarm("ticks: " + to_string(written.error()));
        } else if (*written > 0) {
            env_.trace.note(env_.now, "gateway", "writes " + std::to_string(*written) + " ticks");
        }
    });
}

std::optional<sync::Response> GatewayHost::handle(const sync::Request& request, const crypto::VerifyKey& peer) {
    if (!up()) {
        return std::nullopt;
    }
    if (env_.plan.plant == Plant::gateway_forgets_commit && request.method == "POST" &&
        request.target.starts_with("/v1/changes")) {
        copy_folder(folder_, folder_ + ".before");
    }
    std::optional<sync::Response> response;
    guarded([&] { response = sync::GatewaySession(*county_).handle(request, peer); });
    return response;
}

}  // namespace zj::sim
