// SPDX-License-Identifier: Apache-2.0
// zhijian-audit: verifies bundles and archive packages offline. Exit 0 verified, 1 not verified or failed, 2 wrong
// usage.
#include <algorithm>
#include <cctype>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "assets/texts.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/verify/package.hpp"
#include "shared/verify/package_files.hpp"
#include "shared/verify/verify.hpp"

namespace {

using namespace zj;

volatile std::sig_atomic_t interrupted = 0;

void print(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
}

int report_error(const Error& error, bool json) {
    const texts::Explained zh = texts::explain(error, texts::Lang::zh), en = texts::explain(error, texts::Lang::en);
    if (json) {
        codec::Value out, inner;
        inner.set("code", error.code).set("what", zh.what + " / " + en.what).set("means", zh.means + " / " + en.means);
        inner.set("do", zh.todo + " / " + en.todo).set("where", error.where);
        out.set("ok", false).set("error", inner);
        std::printf("%s\n", codec::write_json(out).c_str());
    }
    std::string told;
    for (const texts::Explained& one : {zh, en}) {
        told += one.what + "\n" + one.means + "\n" + one.todo + "\n\n";
    }
    told += "[" + to_string(error) + "]\n";
    std::fputs(codec::for_screen(told).c_str(), stderr);
    return 1;
}

bool show_progress(const std::string& stage, std::uint64_t done, std::uint64_t total) {
    if (isatty(STDERR_FILENO) != 0) {
        std::fprintf(stderr, "\r%s %llu/%llu", stage.c_str(), static_cast<unsigned long long>(done),
                     static_cast<unsigned long long>(total));
    }
    return interrupted == 0;
}

Result<std::string> read_text(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        return fail("file.read", path, "cannot be opened");
    }
    return std::string(std::istreambuf_iterator<char>(in), {});
}

// As people copy it from paper: in groups, in capitals.
std::string fingerprint_of(const std::string& typed) {
    std::string out;
    for (const char c : typed) {
        if (c != ' ' && c != '-') {
            out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
    }
    return out;
}

struct Arguments {
    std::string folder, root;
    std::vector<std::string> older;
    std::uint64_t entry = 0;
    unsigned threads = 0;
    bool json = false, demo = false;
};

// Absent where none was given. "usage.fingerprint".
Result<std::optional<std::string>> root_of(const Arguments& arguments) {
    if (arguments.root.empty()) {
        return std::optional<std::string>();
    }
    const std::string root = fingerprint_of(arguments.root);
    if (root.size() != 64 || root.find_first_not_of("0123456789abcdef") != std::string::npos) {
        return fail("usage.fingerprint", "--root");
    }
    return std::optional(root);
}

int run_package(const Arguments& arguments) {
    const auto root = root_of(arguments);
    if (!root) {
        report_error(root.error(), arguments.json);
        return 2;
    }
    const auto files = verify::open_package(arguments.folder);
    if (!files) {
        return report_error(files.error(), arguments.json);
    }
    const auto report = verify::verify_package(**files, {*root});
    if (!report) {
        return report_error(report.error(), arguments.json);
    }
    print(arguments.json ? codec::write_json(to_value(*report)) + "\n" : to_text(*report));
    return report->passed() ? 0 : 1;
}

int run_verify(const Arguments& arguments) {
    verify::Options options;
    auto root = root_of(arguments);
    if (!root) {
        report_error(root.error(), arguments.json);
        return 2;
    }
    options.root = std::move(*root);
    options.threads = arguments.threads;
    options.allow_demo = arguments.demo;
    options.progress = show_progress;
    for (const std::string& path : arguments.older) {
        auto note = read_text(path);
        if (!note) {
            return report_error(note.error(), arguments.json);
        }
        options.older_checkpoints.push_back(std::move(*note));
    }
    const auto files = verify::open_folder(arguments.folder);
    const auto start = std::chrono::steady_clock::now();
    auto report = verify::verify_bundle(*files, options);
    if (isatty(STDERR_FILENO) != 0) {
        std::fputc('\n', stderr);
    }
    if (!report) {
        return report_error(report.error(), arguments.json);
    }
    report->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    print(arguments.json ? codec::write_json(to_value(*report)) + "\n" : to_text(*report));
    return report->passed() ? 0 : 1;
}

int prove(const Arguments& arguments) {
    const auto files = verify::open_folder(arguments.folder);
    const auto proof = verify::prove_entry(*files, arguments.entry);
    if (!proof) {
        return report_error(proof.error(), arguments.json);
    }
    if (arguments.json) {
        codec::Value out;
        out.set("ok", true).set("proof", *proof);
        std::printf("%s\n", codec::write_json(out).c_str());
    } else {
        print(codec::for_screen(*proof));
    }
    return 0;
}

int show(const Arguments& arguments) {
    const auto files = verify::open_folder(arguments.folder);
    const auto parts = verify::read_entry(*files, arguments.entry);
    if (!parts) {
        return report_error(parts.error(), arguments.json);
    }
    codec::Value out;
    out.set("ok", true);
    if (auto entry = codec::parse_json(parts->entry)) {
        out.set("entry", std::move(*entry));
    }
    if (parts->header) {
        if (auto header = codec::parse_json(*parts->header)) {
            out.set("header", std::move(*header));
        }
    }
    out.set("bodies", parts->bodies).set("records", parts->records).set("scopes", parts->scopes);
    print(arguments.json ? codec::write_json(out) + "\n" : codec::for_screen(codec::write_json_pretty(out)));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (auto started = crypto::start(); !started) {
        return report_error(started.error(), false);
    }
    std::signal(SIGINT, [](int) { interrupted = 1; });

    CLI::App app{"zhijian-audit 指尖审计: verifies what the county recorded, offline 离线核验县级记录"};
    app.set_version_flag("--version", "zhijian-audit 0.1.0");
    app.require_subcommand(1);
    Arguments arguments;
    const auto add = [&](const char* name, const char* text, const char* operand = "bundle",
                         const char* what = "audit bundle folder 审计包文件夹") {
        CLI::App* command = app.add_subcommand(name, text);
        command->set_version_flag("--version", "zhijian-audit 0.1.0");
        command->add_option(operand, arguments.folder, what)->required();
        command->add_flag("--json", arguments.json, "one JSON object on stdout 输出 JSON");
        return command;
    };
    CLI::App* verify_command = add("verify", "do all six checks on a bundle 核验审计包");
    verify_command->add_option("--root", arguments.root,
                               "the county's root fingerprint, which alone establishes trust 县根指纹");
    verify_command->add_option("--older-checkpoint", arguments.older, "a checkpoint held from before 早先的检查点");
    verify_command->add_option("--threads", arguments.threads, "0: all cores 线程数");
    verify_command->add_flag("--demo", arguments.demo,
                             "without --root: look at a demonstration county too 无 --root 时也查看演示县");
    CLI::App* package_command = add("package", "verify the archive package of one case 核验归档包", "package",
                                    "archive package, tar or folder 归档包文件或目录");
    package_command->add_option("--root", arguments.root,
                                "the county's root fingerprint, which alone establishes trust 县根指纹");
    CLI::App* prove_command = add("prove", "print the proof of one entry 输出一条记录的证明");
    prove_command->add_option("entry", arguments.entry, "entry number 记录号")->required();
    CLI::App* show_command = add("show", "print one entry with its parts 显示一条记录");
    show_command->add_option("entry", arguments.entry, "entry number 记录号")->required();
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return *verify_command    ? run_verify(arguments)
           : *package_command ? run_package(arguments)
           : *prove_command   ? prove(arguments)
                              : show(arguments);
}
