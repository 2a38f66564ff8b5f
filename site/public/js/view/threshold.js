import { formatConfidence } from '../model/format.js';
import { texts } from '../texts.js';
import { h, setText } from './dom.js';

const t = texts.threshold;

/**
 * A slider for the least confidence. `moved(percent)` is called at each step, `settled(percent)` at
 * the last one.
 *
 * @param {{id: string, step: number, moved: (percent: number) => void, settled?: (percent: number) => void}} options
 */
export function createThreshold({ id, step, moved, settled }) {
  const output = h('output', { for: id });
  const slider = h('input', {
    type: 'range',
    id,
    min: '0',
    max: '100',
    step,
    input: () => {
      say();
      moved(Number(slider.value));
    },
    change: () => settled?.(Number(slider.value)),
  });

  function say() {
    const value = Number(slider.value);
    const text = value === 0 ? t.any : t.atLeast(formatConfidence(value, texts));
    slider.setAttribute('aria-valuetext', text);
    setText(output, text);
  }

  return {
    element: h('div', { class: 'threshold' }, h('label', { for: id }, t.label), output, slider),
    get value() {
      return Number(slider.value);
    },
    /** Without a value, the slider goes to its start. */
    set(value, lowest = Number(slider.min)) {
      slider.min = String(lowest);
      slider.value = String(value ?? lowest);
      say();
    },
  };
}
