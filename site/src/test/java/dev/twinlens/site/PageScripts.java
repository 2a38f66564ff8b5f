package dev.twinlens.site;

import dev.twinlens.site.testing.Page;
import java.util.List;

/** Scripts that tests run in the page. */
final class PageScripts {
  private PageScripts() {}

  /** Shortens all waits of the page, between tries and between polls. */
  static void hurry(Page page) {
    page.script(
        """
        window.patient = setTimeout;
        window.setTimeout = (action, ms) => patient(action, ms <= 30_000 ? Math.min(ms, 300) : ms);
        """);
  }

  /** Undoes {@link #hurry}. */
  static void takeTime(Page page) {
    page.script("window.setTimeout = window.patient");
  }

  /** As if the connection had returned, which ends the page's waits. */
  static void comeOnline(Page page) {
    page.script("dispatchEvent(new Event('online'))");
  }

  /**
   * The elements that reach beyond the window's sides, without those that scroll or are clipped.
   */
  @SuppressWarnings("unchecked")
  static List<String> overflowing(Page page) {
    return (List<String>)
        page.script(
            """
            const width = document.documentElement.clientWidth;
            return [...document.querySelectorAll('body *')]
                .filter((e) => !e.closest('.chips, .raw, .visually-hidden, .skip, .card-name *'))
                .filter((e) => {
                  const r = e.getBoundingClientRect();
                  return r.width > 0 && (r.right > width + 1 || r.left < -1);
                })
                .map((e) => `${e.tagName} ${e.className} ${Math.round(e.getBoundingClientRect().right)}`);
            """);
  }

  /** The texts that {@link ServedSite#translate} has not marked, without those that are data. */
  @SuppressWarnings("unchecked")
  static List<String> untranslated(Page page) {
    return (List<String>)
        page.script(
            """
            const data = '.photo-name, .card-name, .label-name, .facts dd, .chip, .day, .raw, option,'
                + ' .photo-title .quiet, .callout.is-bad, .brand-name, noscript, script';
            const says = (text) => {
              let rest = text ?? '';
              for (let before; before !== rest; ) {
                before = rest;
                rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '');
              }
              return /\\p{L}/u.test(rest);
            };
            const found = [];
            for (const element of document.querySelectorAll('body, body *')) {
              for (const name of ['aria-label', 'aria-valuetext', 'alt', 'title', 'placeholder']) {
                if (says(element.getAttribute(name))) found.push(`${name}: ${element.outerHTML}`);
              }
              const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
              if (!element.closest(data) && own.some((node) => says(node.data))) {
                found.push(element.outerHTML);
              }
            }
            return found;
            """);
  }
}
