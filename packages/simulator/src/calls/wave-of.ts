import { createHash } from 'node:crypto';

/** A quarter of a second of a tone that is this path's own: WAV, one channel of 8 bits at 8 kHz. */
export function waveOf(path: string): Uint8Array {
  const hertz = 200 + (createHash('sha256').update(path).digest().readUInt16LE() % 1800);
  const bytes = Buffer.alloc(HEADER_BYTES + SAMPLES);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(SAMPLE_RATE, 24);
  bytes.writeUInt32LE(SAMPLE_RATE, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(SAMPLES, 40);
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const height = Math.sin((2 * Math.PI * hertz * sample) / SAMPLE_RATE);
    bytes[HEADER_BYTES + sample] = 128 + Math.round(100 * height);
  }
  return bytes;
}

const HEADER_BYTES = 44;
const SAMPLE_RATE = 8000;
const SAMPLES = SAMPLE_RATE / 4;
