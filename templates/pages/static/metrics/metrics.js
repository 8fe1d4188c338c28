// The metrics screen: an alarm is replayed and drawn while its sliders move.
import { backtestSlider } from './backtest-slider.js';

const panel = /** @type {HTMLElement | null} */ (document.querySelector('[data-backtest]'));
if (panel) backtestSlider(panel);
