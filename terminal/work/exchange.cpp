// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/exchange.hpp"

namespace zj::work {

void Exchanges::add(std::unique_ptr<Exchange> exchange, LineMaker line, Done done,
                    std::function<void(const Progress&)> tell) {
    auto one = std::make_unique<One>();
    one->exchange = std::move(exchange);
    one->make_line = std::move(line);
    one->done = std::move(done);
    one->tell = std::move(tell);
    waiting_.push_back(std::move(one));
    begin();
}

void Exchanges::begin() {
    while (running_ == nullptr && !waiting_.empty()) {
        running_ = std::move(waiting_.front());
        waiting_.erase(waiting_.begin());
        step();
    }
}

void Exchanges::step() {
    One& one = *running_;
    auto request = vault::told([&] { return one.exchange->next(); });
    if (!request) {
        return end(request.error());
    }
    if (!*request) {
        return end(vault::told([&] { return one.exchange->finish(); }));
    }
    one.tell(one.exchange->progress());
    if (one.line == nullptr) {
        auto line = vault::told([&] { return one.make_line(); });  // reads the device's key from the vault
        if (!line) {
            return end(line.error());
        }
        one.line = std::move(*line);
    }
    const auto asked = std::make_shared<sync::Request>(std::move(**request));
    post_line_([this, line = one.line, asked, generation = generation_] {
        const auto response = std::make_shared<Result<sync::Response>>(line->send(*asked));
        post_store_([this, response, generation] {
            if (generation != generation_ || running_ == nullptr) {
                return;
            }
            const auto taken = vault::told([&] { return running_->exchange->on_response(*response); });
            taken ? step() : end(taken.error());
        });
    });
}

void Exchanges::end(const Result<>& how) {
    ++generation_;
    const auto ended = std::move(running_);
    ended->done(how);
    begin();
}

void Exchanges::clear() {
    ++generation_;
    running_.reset();
    waiting_.clear();
}

}  // namespace zj::work
