// What the scanner page calls (static/door/reader.js): a place for a picture, and the texts of the QR codes in it.

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <typeinfo>

#include "BarcodeFormat.h"
#include "ReadBarcode.h"

#define EXPORT(name) extern "C" __attribute__((export_name(name)))

namespace {
std::string pixels, found;

void put(int32_t number) { found.append(reinterpret_cast<const char*>(&number), sizeof number); }
} // namespace

/// Return where `bytes` of a picture may be written; good until the next call.
EXPORT("room") uint8_t* room(int bytes)
{
	pixels.resize(bytes);
	return reinterpret_cast<uint8_t*>(pixels.data());
}

/// Read the RGBA picture of this size in `room`. Returns where stands, as 32-bit numbers: how many codes, then for each twice the x
/// and y of its middle, the length of its text in bytes, and the text, filled up to a multiple of 4.
EXPORT("read") const char* read_codes(int width, int height, int at_most, int denoise)
{
	using namespace ZXing;
	static const BarcodeFormats formats = BarcodeFormat::QRCodeModel2; // "QRCode" would also find Micro QR inside a ticket
	auto options = ReaderOptions().setFormats(formats).setMaxNumberOfSymbols(at_most).setTryDenoise(denoise);
	auto codes = ReadBarcodes({reinterpret_cast<uint8_t*>(pixels.data()), width, height, ImageFormat::RGBA}, options);
	found.reserve(1024); // a shorter text would lie within the string itself, where no number can be read
	found.clear();
	put(static_cast<int32_t>(codes.size()));
	for (const auto& code : codes) {
		auto corner = code.position().topLeft() + code.position().bottomRight();
		auto& bytes = code.bytes();
		put(corner.x), put(corner.y), put(static_cast<int32_t>(bytes.size()));
		found.append(bytes.begin(), bytes.end());
		found.resize((found.size() + 3) & ~size_t{3});
	}
	return found.data();
}

// The library throws where a caller errs and nowhere on the way of a picture (see decode.cpp). Should it all the same, the page hears
// of a trap and takes a fresh instance.
extern "C" void* __cxa_allocate_exception(size_t) { __builtin_trap(); }
extern "C" void __cxa_throw(void*, std::type_info*, void (*)(void*)) { __builtin_trap(); }
extern "C" int __cxa_thread_atexit(void (*)(void*), void*, void*) { return 0; } // nothing ends here
