// How successive frames are looked at, in turn: each finds codes that the others miss.

const square = (width, height) => {
  const side = Math.min(width, height);
  return { x: (width - side) >> 1, y: (height - side) >> 1, width: side, height: side, across: 1, down: 1, lean: 0 };
};

// A code held at a steep angle is narrow one way; pulled out to about its own shape again, it is read.
const wide = (width, height) => ({ ...square(width, height), across: 1.5 });
const tall = (width, height) => ({ ...square(width, height), down: 1.5 });

// Pulled out by half from the upper right to the lower left. Nearly all that the plain square shows is read in this one, too.
const slanting = (width, height) => ({ ...square(width, height), across: 1.25, down: 1.25, lean: -0.25 });

const middle = (width, height) => ({
  x: Math.round(width * 0.225),
  y: Math.round(height * 0.225),
  width: Math.round(width * 0.55),
  height: Math.round(height * 0.55),
  across: 2,
  down: 2,
  lean: 0,
});

const whole = (width, height) => ({ x: 0, y: 0, width, height, across: 1, down: 1, lean: 0 });

const COMMON = { atMost: 8 }; // a sheet of codes may lie around ours

export const PASSES = [
  { crop: square, options: COMMON },
  { crop: middle, options: COMMON },
  { crop: wide, options: COMMON },
  { crop: slanting, options: COMMON },
  { crop: middle, options: COMMON },
  { crop: tall, options: COMMON },
  { crop: whole, options: { ...COMMON, denoise: true } },
];

/** Copy what `pass` looks at out of `source` (a video or canvas of this size) by way of `context`. */
export function cut(source, width, height, pass, context) {
  const { x, y, width: broad, height: high, across, down, lean } = PASSES[pass].crop(width, height);
  const { canvas } = context;
  canvas.width = Math.round(broad * across);
  canvas.height = Math.round(high * down);
  // about the middle of the crop, which stays the middle of the canvas
  context.setTransform(across, lean, lean, down, canvas.width / 2, canvas.height / 2);
  context.drawImage(source, x, y, broad, high, -broad / 2, -high / 2, broad, high);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
