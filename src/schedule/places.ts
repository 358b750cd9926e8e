/** Time zones as people name them: by a city, a country, or an abbreviation. */
import { nearest } from "../briefing/nearest.ts";
import { parseTimeZone } from "./rule.ts";

const common: Readonly<Record<string, string>> = {
  "Europe/London":
    "uk, britain, great britain, england, scotland, wales, edinburgh, glasgow, manchester, cardiff, london time",
  "America/New_York":
    "et, est, edt, eastern, eastern time, us eastern, nyc, new york city, ny, boston, washington, washington dc, miami, atlanta, philadelphia",
  "America/Chicago": "ct, cdt, central time, us central, austin, dallas, houston",
  "America/Denver": "mt, mdt, mst, mountain, mountain time, us mountain",
  "America/Los_Angeles":
    "pt, pst, pdt, pacific, pacific time, us pacific, la, san francisco, sf, seattle, portland, san diego, california",
  "Europe/Brussels": "cet, cest, central european time",
  "Europe/Athens": "eet, eest, greece",
  "Europe/Lisbon": "wet, west, portugal",
  "Europe/Berlin": "germany, munich, frankfurt, hamburg, cologne, stuttgart",
  "Europe/Paris": "france, lyon, marseille",
  "Europe/Madrid": "barcelona, valencia, seville",
  "Europe/Rome": "italy, milan, turin, naples",
  "Europe/Zurich": "switzerland, geneva, basel, bern",
  "Europe/Amsterdam": "netherlands, holland, rotterdam, the hague, utrecht",
  "Europe/Dublin": "ireland",
  "Europe/Warsaw": "poland, krakow",
  "Europe/Stockholm": "sweden",
  "Europe/Kyiv": "ukraine, kiev",
  "Asia/Kolkata": "india, mumbai, delhi, new delhi, bangalore, bengaluru, chennai, hyderabad, pune",
  "Asia/Shanghai": "china, beijing, shenzhen, guangzhou",
  "Asia/Tokyo": "jst, japan, osaka, kyoto",
  "Asia/Seoul": "kst, korea, south korea",
  "Asia/Singapore": "sgt",
  "Asia/Hong_Kong": "hkt",
  "Asia/Dubai": "uae, abu dhabi",
  "Asia/Jerusalem": "israel, tel aviv",
  "Australia/Sydney": "aest, aedt, canberra",
  "Pacific/Auckland": "nzst, nzdt, new zealand, wellington",
  "America/Toronto": "montreal, ottawa",
  "America/Sao_Paulo": "brasilia, rio, rio de janeiro",
  "Africa/Johannesburg": "sast, south africa, cape town",
  UTC: "gmt, z, zulu, coordinated universal time",
};

/** One abbreviation, several zones: asked back instead of guessed. */
const ambiguous: Readonly<Record<string, readonly string[]>> = {
  ist: ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
  cst: ["America/Chicago", "Asia/Shanghai", "America/Havana"],
  bst: ["Europe/London", "Asia/Dhaka"],
  ast: ["America/Halifax", "Asia/Riyadh"],
  central: ["America/Chicago", "Europe/Brussels"],
  us: ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"],
  usa: ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"],
};

let places: ReadonlyMap<string, string> | undefined;

function placeTable(): ReadonlyMap<string, string> {
  if (places !== undefined) return places;
  const table = new Map<string, string>();
  for (const zone of Intl.supportedValuesOf("timeZone")) {
    table.set(zone.toLowerCase(), zone);
    const city = (zone.split("/").at(-1) ?? zone).toLowerCase().replaceAll("_", " ");
    if (!table.has(city)) table.set(city, zone);
  }
  for (const [zone, names] of Object.entries(common)) {
    for (const name of [zone.toLowerCase(), ...names.split(", ")]) table.set(name, zone);
  }
  places = table;
  return table;
}

export type Place =
  | { state: "zone"; zone: string }
  | { state: "ambiguous"; zones: readonly string[] }
  | { state: "unknown" };

/** "london", "new york", "CET", "Europe/London"; case does not count. */
export function readPlace(name: string): Place {
  const word = name.trim().toLowerCase();
  if (Object.hasOwn(ambiguous, word)) return { state: "ambiguous", zones: ambiguous[word] ?? [] };
  const zone = placeTable().get(word);
  if (zone !== undefined) return { state: "zone", zone };
  if (!word.includes("/")) return { state: "unknown" };
  try {
    return { state: "zone", zone: parseTimeZone(name.trim()) };
  } catch {
    return { state: "unknown" };
  }
}

/** What may have been meant. There are so many places that every short word is near one; a slip seldom begins with another letter. */
export function nearestPlace(name: string): string | undefined {
  const first = name.trim().charAt(0).toLowerCase();
  const found = nearest(
    name,
    placeTable()
      .keys()
      .filter((place) => place.startsWith(first)),
  );
  return found === undefined ? undefined : placeTable().get(found);
}
