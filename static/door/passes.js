// How successive frames are looked at, in turn: each finds codes that the others miss.

const square = (width, height) => {
  const side = Math.min(width, height);
  return { x: (width - side) >> 1, y: (height - side) >> 1, width: side, height: side, across: 1, down: 1 };
};

// A code held at a steep angle is narrow one way; pulled out to about its own shape again, it is read.
const wide = (width, height) => ({ ...square(width, height), across: 1.5 });
const tall = (width, height) => ({ ...square(width, height), down: 1.5 });

const middle = (width, height) => ({
  x: Math.round(width * 0.225),
  y: Math.round(height * 0.225),
  width: Math.round(width * 0.55),
  height: Math.round(height * 0.55),
  across: 2,
  down: 2,
});

const whole = (width, height) => ({ x: 0, y: 0, width, height, across: 1, down: 1 });

const COMMON = { formats: ["QRCodeModel2"], maxNumberOfSymbols: 8 }; // a sheet of codes may lie around ours; "QRCode" would also find Micro QR inside a ticket

export const PASSES = [
  { crop: square, options: COMMON },
  { crop: middle, options: COMMON },
  { crop: wide, options: COMMON },
  { crop: square, options: COMMON },
  { crop: middle, options: COMMON },
  { crop: tall, options: COMMON },
  { crop: whole, options: { ...COMMON, tryDenoise: true } },
];

/** Copy what `pass` looks at out of `source` (a video or canvas of this size) by way of `context`. */
export function cut(source, width, height, pass, context) {
  const crop = PASSES[pass].crop(width, height);
  const { canvas } = context;
  canvas.width = Math.round(crop.width * crop.across);
  canvas.height = Math.round(crop.height * crop.down);
  context.drawImage(source, crop.x, crop.y, crop.width, crop.height, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
