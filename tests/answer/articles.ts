/** Small news articles in the four sections, to ask questions of. */
import type { Paragraph } from "../../src/briefing/blocks.ts";
import type { Briefing } from "../../src/briefing/briefing.ts";

interface Parts {
  id: string;
  title: string;
  preface: string;
  summary: string;
  body: readonly string[];
  insights: readonly (readonly [string, string])[];
  language?: string;
}

function paragraph(text: string): Paragraph {
  return { type: "paragraph", spans: [{ text }] };
}

export function article({ id, title, preface, summary, body, insights, ...rest }: Parts): Briefing {
  return {
    id,
    title,
    preface: [paragraph(preface)],
    summary: [paragraph(summary)],
    body: body.map(paragraph),
    insights: {
      header: ["Aspect", "Description"],
      rows: insights.map(([aspect, description]) => ({
        aspect: [{ text: aspect }],
        description: [{ text: description }],
      })),
    },
    topics: [],
    status: "ready",
    ...rest,
  };
}

export const ferry = article({
  id: "ferry",
  title: "Harbour City Orders Three Electric Ferries",
  preface:
    "Harbour City will replace its diesel ferries with electric ones. The council voted for the plan on Tuesday night.",
  summary:
    "The council ordered three electric ferries for 84 million euros. The first one sails in March 2028.",
  body: [
    "Mayor Elena Duarte announced on Tuesday that Harbour City has ordered three electric ferries from the shipyard Norvik. The contract is worth 84 million euros, and a third of it is paid by the state.",
    "The first ferry is to sail in March 2028 on the line between the Old Port and Saltholm Island. The other two follow before the end of that year. Each carries 350 passengers and 40 bicycles.",
    "Fishermen oppose the new charging station because it takes up a quarter of their quay. Their spokesman, Jonas Beck, said the boats would have nowhere to land their catch in winter.",
    "The batteries are charged in eleven minutes while passengers go ashore. According to the transport office, the ferries will save 5,200 tonnes of carbon dioxide a year.",
  ],
  insights: [
    ["Cost", "The three ferries cost 84 million euros, a third of it paid by the state."],
    ["Opposition", "Fishermen fear for a quarter of their quay."],
    ["Emissions", "5,200 tonnes of carbon dioxide saved a year."],
  ],
});

export const nurses = article({
  id: "nurses",
  title: "Nurses in Vellmar Walk Out Over Night Shifts",
  preface:
    "Nurses at four hospitals in Vellmar stopped work on Monday. It is the first strike at the hospitals for nineteen years.",
  summary:
    "Some 2,300 nurses are on strike over night shifts. Talks with the hospital group resume on Friday.",
  body: [
    "About 2,300 nurses walked out on Monday morning at four hospitals in Vellmar. The union wants no more than five night shifts a month and a pay rise of nine percent.",
    "The hospital group has offered four percent. Its director, Dr. Amir Haddad, called the demands impossible to meet before 2029. He said that 180 posts were vacant already.",
    "Emergency wards stay open. Planned operations were moved to the neighbouring town of Lindau.",
    "Both sides meet again on Friday with a mediator, the former judge Ruth Ansel.",
  ],
  insights: [
    ["Demand", "Five night shifts a month at most and nine percent more pay."],
    ["Next step", "Talks resume on Friday with the mediator Ruth Ansel."],
  ],
});

export const glacier = article({
  id: "glacier",
  title: "Glacier Lake Above Tarn Valley Drained",
  preface: "Engineers have drained a lake that threatened the villages of Tarn Valley.",
  summary: "A tunnel of 900 metres lets the melt water of the Karr glacier run off safely.",
  body: [
    "Engineers opened a tunnel of 900 metres below the Karr glacier on Sunday. Within two days the lake fell by eighteen metres.",
    "The lake had formed since 2019 as the ice melted. Geologists warned last year that the moraine could break and flood three villages.",
    "The work cost 12 million francs. It was led by the engineer Sofia Lindqvist.",
  ],
  insights: [["Danger", "The moraine could have broken and flooded three villages."]],
});

export const bahn = article({
  id: "bahn",
  title: "Neue Straßenbahn für Altstadt",
  language: "de",
  preface: "Die Stadt baut eine neue Straßenbahn durch die Altstadt.",
  summary: "Die Linie kostet 60 Millionen Euro und fährt ab Herbst 2029.",
  body: [
    "Der Stadtrat hat am Donnerstag den Bau einer neuen Straßenbahnlinie beschlossen. Die Bauarbeiten beginnen im Mai 2027 am Marktplatz.",
    "Bürgermeisterin Petra Vogel nannte den Beschluss historisch. Kritiker fürchten um die alten Linden in der Gartenstraße.",
  ],
  insights: [["Kosten", "Die Linie kostet 60 Millionen Euro."]],
});

export const subway = article({
  id: "subway",
  title: "江城地铁六号线开通",
  language: "zh",
  preface: "江城地铁六号线星期一正式开通。",
  summary: "新线全长三十公里,设有二十二个车站。",
  body: [
    "江城地铁六号线星期一正式开通,全长三十公里。市长李明出席了开通仪式。",
    "票价为两元到七元。",
  ],
  insights: [["车站", "新线设有二十二个车站。"]],
});

export const all: readonly Briefing[] = [ferry, nurses, glacier, bahn, subway];

/** The text of every block and cell, where a quote has to stand in one piece. */
export function piecesOf(briefing: Briefing): readonly string[] {
  const blocks = [...briefing.preface, ...briefing.summary, ...briefing.body];
  const texts = blocks.map((block) =>
    block.type === "paragraph"
      ? block.spans.map((span) => ("text" in span ? span.text : "")).join("")
      : "",
  );
  const cells = briefing.insights.rows.flatMap(({ aspect, description }) => [aspect, description]);
  return [
    ...texts,
    ...cells.map((spans) => spans.map((span) => ("text" in span ? span.text : "")).join("")),
  ];
}
