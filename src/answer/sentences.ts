/** Sentences as slices of the text they stand in. */

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

const abbreviation =
  /(?:^|[\s(["'“‘])(?:\p{L}|(?:\p{L}\.)+\p{L}|mr|mrs|ms|dr|prof|st|sr|jr|rev|gen|col|capt|lt|sgt|gov|sen|rep|hon|pres|no|nos|vol|vols|fig|figs|ch|pp|vs|etc|e\.g|i\.e|cf|al|ca|approx|est|inc|ltd|co|corp|bros|dept|univ|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\.\s*$/iu;

function endsSentence(text: string, next: string): boolean {
  if (/\n\s*$/u.test(text)) return true;
  if (!abbreviation.test(text))
    return !/^\s*\p{Ll}/u.test(next) || /[!?。！？]["'”’)\]]*\s*$/u.test(text);
  // "… in the U.S. The senate …": after initials of several letters a common opener begins a new sentence.
  return (
    /(?:\p{L}\.){2,}\s*$/u.test(text) && /^(?:The|A|An|In|It|He|She|They|This|But|On)\s/u.test(next)
  );
}

/** Every sentence is a piece of `text`, trimmed; together they hold all of it but white space. */
export function sentencesOf(text: string): readonly string[] {
  const sentences: string[] = [];
  let start = 0;
  let end = 0;
  const take = (): void => {
    const sentence = text.slice(start, end).trim();
    if (sentence !== "") sentences.push(sentence);
    start = end;
  };
  for (const { segment, index } of segmenter.segment(text)) {
    if (index > start && endsSentence(text.slice(start, end), segment)) take();
    end = index + segment.length;
  }
  take();
  return sentences;
}
