// How successive frames are looked at, in turn: each finds codes that the others miss.

const square = (width, height) => {
  const side = Math.min(width, height);
  return { x: (width - side) >> 1, y: (height - side) >> 1, width: side, height: side, scale: 1 };
};

const middle = (width, height) => ({
  x: Math.round(width * 0.225),
  y: Math.round(height * 0.225),
  width: Math.round(width * 0.55),
  height: Math.round(height * 0.55),
  scale: 2,
});

const whole = (width, height) => ({ x: 0, y: 0, width, height, scale: 1 });

const COMMON = { formats: ["QRCodeModel2"], maxNumberOfSymbols: 4 }; // "QRCode" would also find Micro QR inside a ticket

export const PASSES = [
  { crop: square, options: COMMON },
  { crop: middle, options: COMMON },
  { crop: square, options: COMMON },
  { crop: whole, options: { ...COMMON, tryDenoise: true } },
];
