// From the modules of a symbol to its text: ZXing's `Decode` (core/src/qrcode/QRDecoder.cpp, Apache-2.0) again, with two differences.
// It fails by what it returns, as WebAssembly for old phones knows no exceptions; and of the kinds of text it knows what tickets,
// pairing links and the codes of others consist of. Chinese and Japanese ones would bring tables larger than all the rest: such a
// code comes out as far as it was understood, which is enough to say that it is none of ours.

#include <algorithm>
#include <string>

#include "BitMatrix.h"
#include "ByteArray.h"
#include "DecoderResult.h"
#include "qrcode/QRBitMatrixParser.h"
#include "qrcode/QRCodecMode.h"
#include "qrcode/QRDataBlock.h"
#include "qrcode/QRDecoder.h"
#include "qrcode/QRFormatInformation.h"
#include "qrcode/QRVersion.h"
#include "ReedSolomon.h"

namespace ZXing::QRCode {

namespace {

constexpr char LETTERS[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr char NOT_UNDERSTOOD[] = "\uFFFD";

/// Bits in their order; after a read past the end it has failed and gives zeros.
struct Bits {
	const ByteArray& bytes;
	int at = 0;
	bool failed = false;

	int left() const { return 8 * Size(bytes) - at; }

	int read(int many)
	{
		if (many > left()) {
			failed = true;
			return 0;
		}
		int value = 0;
		for (int end = at + many; at < end; ++at)
			value = value << 1 | (bytes[at >> 3] >> (7 - (at & 7)) & 1);
		return value;
	}

	bool ended() const
	{
		Bits rest{bytes, at};
		int many = std::min(4, left());
		return failed || many == 0 || rest.read(many) == 0;
	}
};

void numbers(Bits& bits, int count, std::string& text)
{
	for (; count > 0 && !bits.failed; count -= 3) {
		int digits = std::min(count, 3), value = bits.read(1 + 3 * digits);
		for (int place = digits == 3 ? 100 : digits == 2 ? 10 : 1; place; place /= 10)
			text += static_cast<char>('0' + value / place % 10);
		bits.failed |= value >= (digits == 3 ? 1000 : digits == 2 ? 100 : 10);
	}
}

void letters(Bits& bits, int count, std::string& text)
{
	for (; count > 0 && !bits.failed; count -= 2) {
		int value = bits.read(count > 1 ? 11 : 6), first = count > 1 ? value / 45 : value;
		if ((bits.failed |= first > 44))
			return;
		text += LETTERS[first];
		if (count > 1)
			text += LETTERS[value % 45];
	}
}

/// The number of a character set, of one to three bytes, is passed over: the page takes all bytes for UTF-8.
void character_set(Bits& bits)
{
	int first = bits.read(8);
	bits.read(first < 0x80 ? 0 : first < 0xC0 ? 8 : 16);
}

std::string text_of(Bits& bits, const Version& version)
{
	std::string text;
	while (!bits.ended()) {
		int indicator = bits.read(4);
		switch (indicator) {
		case 1: numbers(bits, bits.read(CharacterCountBits(CodecMode::NUMERIC, version)), text); break;
		case 2: letters(bits, bits.read(CharacterCountBits(CodecMode::ALPHANUMERIC, version)), text); break;
		case 4:
			for (int count = bits.read(CharacterCountBits(CodecMode::BYTE, version)); count > 0 && !bits.failed; --count)
				text += static_cast<char>(bits.read(8));
			break;
		case 3: bits.read(16); break; // one of several symbols that belong together
		case 5: break;                // GS1
		case 7: character_set(bits); break;
		case 8:
		case 9:
		case 13: return text + NOT_UNDERSTOOD;
		default: bits.failed = true;
		}
	}
	return text;
}

} // namespace

DecoderResult Decode(const BitMatrix& modules)
{
	if (!Version::HasValidSize(modules))
		return FormatError();
	auto format = ReadFormatInformation(modules);
	if (!format.isValid())
		return FormatError();
	const Version* version = ReadVersion(modules, format.type());
	if (!version || !version->isModel2())
		return FormatError();
	ByteArray codewords = ReadCodewords(modules, *version, format);
	if (codewords.empty())
		return FormatError();

	ByteArray bytes;
	auto blocks = DataBlock::GetDataBlocks(codewords, *version, format.ecLevel);
	for (auto& block : blocks) {
		ByteArray& words = block.codewords();
		int many = block.numDataCodewords();
		if (!ReedSolomonDecode(RSField::QRCode, words, Size(words) - many))
			return ChecksumError();
		bytes.insert(bytes.end(), words.begin(), words.begin() + many);
	}

	Bits bits{bytes};
	Content content;
	content.symbology = {'Q', '1', 1};
	content.append(text_of(bits, *version));
	if (bits.failed)
		return FormatError();
	return DecoderResult(std::move(content)).setIsMirrored(format.isMirrored);
}

} // namespace ZXing::QRCode
