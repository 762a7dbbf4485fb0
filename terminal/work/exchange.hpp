// SPDX-License-Identifier: Apache-2.0
#pragma once
// A talk with the gateway that takes many requests: a sync, or the documents of a case. It lives on the store thread,
// which alone touches the vault; each request goes to the line's thread and comes back as a message, and between two of
// them the store thread does whatever else is asked.

#include <functional>
#include <memory>
#include <optional>

#include "shared/sync/session.hpp"
#include "terminal/work/context.hpp"

namespace zj::work {

class Exchange {
public:
    virtual ~Exchange() = default;
    // The next request; absent at the end, and then finish() says how it went.
    virtual Result<std::optional<sync::Request>> next() = 0;
    virtual Result<> on_response(const Result<sync::Response>& response) = 0;
    virtual Result<> finish() = 0;
    virtual Progress progress() const = 0;
};

class SyncExchange final : public Exchange {
public:
    explicit SyncExchange(vault::Vault& vault) : session_(vault, {}) {}
    Result<std::optional<sync::Request>> next() override { return session_.next(); }
    Result<> on_response(const Result<sync::Response>& response) override {
        if (!response) {
            session_.on_lost();
            return response.error();
        }
        return session_.on_response(*response);
    }
    Result<> finish() override { return session_.result(); }
    Progress progress() const override {
        return {session_.progress().stage, session_.progress().done, session_.progress().total};
    }

private:
    sync::TerminalSession session_;
};

// Runs exchanges one after the other. All functions are called on the store thread; `post_store` brings a task there,
// `post_line` to the line's thread.
class Exchanges {
public:
    using Post = std::function<void(std::function<void()>)>;
    using Done = std::function<void(const Result<>&)>;
    Exchanges(Post post_store, Post post_line) : post_store_(std::move(post_store)), post_line_(std::move(post_line)) {}

    // `done` is called once, on the store thread. The line is made when the exchange begins.
    void add(std::unique_ptr<Exchange> exchange, LineMaker line, Done done, std::function<void(const Progress&)> tell);
    bool idle() const { return running_ == nullptr && waiting_.empty(); }
    // Forgets all of them without a word; a response that is still under way is dropped when it comes.
    void clear();

private:
    struct One {
        std::unique_ptr<Exchange> exchange;
        LineMaker make_line;
        Done done;
        std::function<void(const Progress&)> tell;
        std::shared_ptr<Line> line;
    };
    void begin();
    void step();
    void end(const Result<>& how);

    Post post_store_, post_line_;
    std::unique_ptr<One> running_;
    std::vector<std::unique_ptr<One>> waiting_;
    std::uint64_t generation_ = 0;  // rises with every clear() and every exchange that ends
};

}  // namespace zj::work
