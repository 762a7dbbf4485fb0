// SPDX-License-Identifier: Apache-2.0
#pragma once
// Papers filled in as the demonstration county would, and other programs' view of the PDFs.

#include <string>

#include "shared/paper/paper.hpp"
#include "tests/support/show_result.hpp"

namespace zj::paper::test {

Hash hash(int seed);
ReceiptPaper a_receipt();
NoticePaper a_notice();
template <class Paper>
Paper pending(Paper paper) {
    paper.proof.entered.reset();
    return paper;
}
ReceiptPaper pending_receipt();

std::string text_of(const Bytes& pdf, int page = 0);           // pdftotext, spaces and line ends left out; 0: all pages
std::string about(const Bytes& pdf, const std::string& what);  // a line of pdfinfo
std::string qr_of(const Bytes& pdf, int page);                 // zbarimg over the page at 200 dpi
bool has(const std::string& text, const std::string& part);
int count(const std::string& text, const std::string& part);

}  // namespace zj::paper::test
