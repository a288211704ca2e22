// Drafts as data: what differs between two, and what comes of two that went on from the same one.

const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
const copy = (value) => structuredClone(value);

/** The parts of an event, one level deep, as `values.fatalities`. */
function parts(event) {
  const found = new Map();
  for (const [name, value] of Object.entries(event)) {
    if (name === "key") continue;
    if (value && typeof value === "object" && !Array.isArray(value)) {
      for (const [inner, part] of Object.entries(value)) found.set(`${name}.${inner}`, part);
    } else found.set(name, value);
  }
  return found;
}

function put(event, path, value) {
  const [name, inner] = path.split(".");
  const holder = inner === undefined ? event : (event[name] ??= {});
  const key = inner ?? name;
  if (value === undefined || value === null || value === "") delete holder[key];
  else holder[key] = copy(value);
}

/**
 * Mine with what they changed since `base`. Where both changed the same, mine stays and the clash is told:
 * no word of either is lost in silence.
 */
export function merge(base, mine, theirs) {
  const made = copy(mine);
  const clashes = [], taken = [];
  const by = (content) => new Map(content.events.map((event) => [event.key, event]));
  const was = by(base), now = by(made);
  for (const event of theirs.events) {
    const old = was.get(event.key), own = now.get(event.key);
    if (!own) {
      // New there, or changed there and removed here: it comes (back).
      if (!old || !same(old, event)) {
        made.events.push(copy(event));
        taken.push({ event: event.key, field: "event", mine: null, theirs: event });
      }
      continue;
    }
    const before = old ? parts(old) : new Map(), there = parts(event), here = parts(own);
    for (const path of new Set([...before.keys(), ...there.keys()])) {
      if (same(before.get(path), there.get(path)) || same(here.get(path), there.get(path))) continue;
      const told = { event: event.key, field: path, mine: here.get(path) ?? null, theirs: there.get(path) ?? null };
      if (same(here.get(path), before.get(path))) {
        put(own, path, there.get(path));
        taken.push(told);
      } else clashes.push(told);
    }
  }
  const kept = new Set(theirs.events.map((event) => event.key));
  for (const [key, old] of was) {
    // Removed there: it goes here too, unless it was changed here.
    const own = now.get(key);
    if (kept.has(key) || !own) continue;
    if (same(own, old)) {
      made.events = made.events.filter((event) => event.key !== key);
      taken.push({ event: key, field: "event", mine: old, theirs: null });
    } else clashes.push({ event: key, field: "event", mine: own, theirs: null });
  }
  if (!same(theirs.why, base.why) && !same(theirs.why, mine.why)) {
    const told = { event: null, field: "why", mine: mine.why, theirs: theirs.why };
    if (same(mine.why, base.why)) {
      made.why = theirs.why;
      taken.push(told);
    } else clashes.push(told);
  }
  return { content: made, clashes, taken };
}

/** Set one part of a draft, such as `values.fatalities` of an event. */
export function set(content, key, path, value) {
  if (key === null) content[path] = value;
  else if (path === "event") {
    content.events = content.events.filter((event) => event.key !== key);
    if (value) content.events.push(copy(value));
  } else {
    const event = content.events.find((one) => one.key === key);
    if (event) put(event, path, value);
  }
}
