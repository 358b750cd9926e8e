/** Word lists of English: what carries no content, what only frames a question, and forms no stemmer can join. */

function list(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/));
}

/** Words that say nothing about what a sentence is about. */
export const stopWords = list(
  `a about above after again against all almost already also although always am among an and another any anybody
  anyone anything are aren around as at away be became because become been before being below between both but by
  can cannot could couldn did didn do does doesn doing don done down during each either else ever every for from
  further get gets got had hadn has hasn have haven having he hence her here hers herself him himself his how however
  i if in instead into is isn it its itself just least less let like many may me might mine more most much must my
  myself near nearly neither never next nor not now of off often on once one only onto or other others our ours
  ourselves out over own per perhaps please quite rather s same shall she should shouldn since so some somebody
  someone something still such t than that the their theirs them themselves then there thereby therefore these they
  this those though through thus till to together too toward towards under until up upon us usually various very was
  wasn we well were weren what whatever when whenever where wherever whether which whichever while who whoever whom
  whose why will with within without would wouldn yes yet you your yours yourself yourselves d ll m re ve`,
);

/** Words of the question about what people say, think and want; sentences that tell it say it otherwise. */
export const tellingWords = list(
  `say says said saying tell tells told think thinks thought want wants wanted feel feels felt opinion view views
  comment comments react reacts reacted reaction respond responds responded response happen happens happened
  happening know knows known news latest update details info information exactly`,
);

/** Words that ask for a kind of answer; the sentence that holds the answer seldom repeats them. */
export const frameWords = list(
  `name named names call called kind kinds type types sort sorts term terms word example examples thing things way
  ways year years date day month time place location country city person people number amount percent percentage
  mean means article briefing show give describe explain mention mentioned according many much long main key
  take takes took taken last lasts lasted
  major important biggest`,
);

const irregular = `arise arose arisen|awake awoke|bear bore borne|beat beaten|begin began begun|bend bent|bind bound|
bite bit bitten|blow blew blown|break broke broken|bring brought|build built|burn burnt|buy bought|catch caught|
choose chose chosen|come came|cost costs|deal dealt|die dying dies|dig dug|draw drew drawn|drink drank drunk|
drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|fly flew flown|
forbid forbade forbidden|forget forgot forgotten|freeze froze frozen|give gave given|go went gone|grow grew grown|
hang hung|hear heard|hide hid hidden|hold held|keep kept|know knew known|lay laid|lead led|leave left|lend lent|
lie lay lain|lose lost loss|make made|mean meant|meet met|pay paid|ride rode ridden|rise rose risen|run ran|
say said|see saw seen|seek sought|sell sold sale|send sent|shake shook shaken|shine shone|shoot shot|show shown|
shrink shrank|sing sang sung|sink sank sunk|sit sat|sleep slept|speak spoke spoken speech|spend spent|spin spun|
spring sprang sprung|stand stood|steal stole stolen|stick stuck|strike struck|swear swore sworn|sweep swept|
swim swam swum|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown|
understand understood|wear wore worn|weave wove woven|win won winner|withdraw withdrew withdrawn withdrawal|
write wrote written|child children|man men|woman women|foot feet|mouse mice|person people|wife wives|life lives|
france french|britain british uk|spain spanish|netherlands dutch|germany german|poland polish|turkey turkish|
denmark danish|sweden swedish|wales welsh|scotland scottish|ireland irish|greece greek|switzerland swiss|
norway norwegian|finland finnish|ukraine ukrainian|russia russian|europe european|china chinese|japan japanese|
israel israeli|america american|africa african|asia asian|italy italian|canada canadian|australia australian|
percent percentage|high height|wide width|long length|strong strength|deep depth|die death dead|born birth|
old age|choose choice|believe belief|marry marriage|grow growth|analyse analysis|prove proof|advise advice`;

/** Irregular form → the form it belongs to. */
export const baseForms: ReadonlyMap<string, string> = new Map(
  irregular.split("|").flatMap((group) => {
    const [base, ...forms] = group.trim().split(/\s+/);
    return base === undefined ? [] : forms.map((form): [string, string] => [form, base]);
  }),
);

const units =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen";
const more = "sixteen seventeen eighteen nineteen";
const tens = "twenty thirty forty fifty sixty seventy eighty ninety";
const ordinals =
  "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth";

/** Number word → digits, so that "three" and "3" are one word. */
export const numberWords: ReadonlyMap<string, string> = new Map<string, string>([
  ...`${units} ${more}`.split(" ").map((word, index): [string, string] => [word, String(index)]),
  ...tens.split(" ").map((word, index): [string, string] => [word, String((index + 2) * 10)]),
  ...ordinals.split(" ").map((word, index): [string, string] => [word, String(index)]),
]);

export const monthNames = list(
  `january february march april may june july august september october november december
  jan feb mar apr jun jul aug sept sep oct nov dec`,
);

export const weekdayNames = list(
  "monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday",
);
