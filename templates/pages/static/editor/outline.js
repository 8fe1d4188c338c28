// The outline marks the section that is being read.

/** @param {HTMLFormElement} form */
export function outline(form) {
  const links = new Map([...form.querySelectorAll('.outline a')].map((link) => [link.getAttribute('href')?.slice(1), link]));
  const seen = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) isIntersecting ? seen.add(target) : seen.delete(target);
      const first = [...form.querySelectorAll('section[aria-labelledby]')].find((section) => seen.has(section));
      const current = links.get(first?.getAttribute('aria-labelledby') ?? '');
      for (const link of links.values()) link === current ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current');
    },
    { rootMargin: '-80px 0px -60% 0px' },
  );
  for (const section of form.querySelectorAll('.sections > section')) observer.observe(section);
}
