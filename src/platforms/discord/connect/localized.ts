/**
 * What people see of the commands in German and in French, by the English text; where a text is missing, Discord shows
 * the English one. Names of commands stay as they are, because help and documentation call them so.
 * https://discord.com/developers/docs/interactions/application-commands#localization
 */

export interface Localized {
  de: string;
  fr: string;
}

export const localized: Readonly<Record<string, Localized>> = {
  "Ask about this briefing": { de: "Zu diesem Briefing fragen", fr: "Interroger ce briefing" },
  "Read briefings, search them, and see the latest digest": {
    de: "Briefings lesen, durchsuchen und die neueste Übersicht sehen",
    fr: "Lire les briefings, y chercher et voir le dernier résumé",
  },
  "The newest briefing": { de: "Das neueste Briefing", fr: "Le briefing le plus récent" },
  "All briefings, newest first": {
    de: "Alle Briefings, die neuesten zuerst",
    fr: "Tous les briefings, les plus récents d’abord",
  },
  "One briefing, by its name": {
    de: "Ein Briefing, nach seinem Namen",
    fr: "Un briefing, par son nom",
  },
  "The name or title of a briefing": {
    de: "Der Name oder Titel eines Briefings",
    fr: "Le nom ou le titre d’un briefing",
  },
  "Briefings that contain these words": {
    de: "Briefings, in denen diese Wörter stehen",
    fr: "Les briefings qui contiennent ces mots",
  },
  "What to look for": { de: "Wonach gesucht wird", fr: "Ce qu’il faut chercher" },
  "Ask the briefings a question; their own words answer": {
    de: "Den Briefings eine Frage stellen; ihre eigenen Worte antworten",
    fr: "Poser une question aux briefings ; leurs propres mots répondent",
  },
  "What you would like to know": { de: "Was du wissen möchtest", fr: "Ce que tu veux savoir" },
  "Only this briefing, by its name or title": {
    de: "Nur dieses Briefing, nach Namen oder Titel",
    fr: "Ce briefing seulement, par son nom ou son titre",
  },
  "The newest briefings in one message": {
    de: "Die neuesten Briefings in einer Nachricht",
    fr: "Les briefings les plus récents en un message",
  },
  "Only briefings on this topic": {
    de: "Nur Briefings zu diesem Thema",
    fr: "Seulement les briefings sur ce sujet",
  },
  "Post it to this channel instead of showing it to you alone": {
    de: "In diesem Kanal posten, statt es nur dir zu zeigen",
    fr: "Le publier dans ce salon au lieu de te le montrer à toi seul",
  },
  "What is posted here next, and what is held or failed and why": {
    de: "Was hier als Nächstes kommt, was zurückgehalten wird oder misslang, und warum",
    fr: "Ce qui sera publié ici, ce qui est retenu ou a échoué, et pourquoi",
  },
  "What lets a briefing into this channel, or stops it": {
    de: "Was ein Briefing in diesen Kanal lässt oder aufhält",
    fr: "Ce qui laisse entrer un briefing dans ce salon, ou l’arrête",
  },
  "How often what was posted here was read on and asked about": {
    de: "Wie oft das hier Gepostete weitergelesen und befragt wurde",
    fr: "Combien de fois ce qui est publié ici a été lu et questionné",
  },
  "What I can do, and how": { de: "Was ich kann und wie es geht", fr: "Ce que je sais faire" },
  "Decide what is posted in this channel, and when": {
    de: "Entscheiden, was in diesem Kanal erscheint und wann",
    fr: "Décider de ce qui est publié dans ce salon, et quand",
  },
  "A new schedule for this channel; without words a form opens": {
    de: "Ein neuer Zeitplan für diesen Kanal; ohne Angaben öffnet sich ein Formular",
    fr: "Un nouveau programme pour ce salon ; sans mots, un formulaire s’ouvre",
  },
  "The schedules of this channel and what each does": {
    de: "Die Zeitpläne dieses Kanals und was jeder tut",
    fr: "Les programmes de ce salon et ce que fait chacun",
  },
  "Change a schedule; without words a form opens": {
    de: "Einen Zeitplan ändern; ohne Angaben öffnet sich ein Formular",
    fr: "Modifier un programme ; sans mots, un formulaire s’ouvre",
  },
  "Let a schedule rest, for good or until a day": {
    de: "Einen Zeitplan ruhen lassen, bis auf Weiteres oder bis zu einem Tag",
    fr: "Suspendre un programme, pour de bon ou jusqu’à un jour",
  },
  "Let a schedule that rests go on": {
    de: "Einen ruhenden Zeitplan fortsetzen",
    fr: "Reprendre un programme suspendu",
  },
  "Take a schedule away, after asking once more": {
    de: "Einen Zeitplan entfernen, nach einer Rückfrage",
    fr: "Retirer un programme, après une confirmation",
  },
  "Post what is new now, without waiting": {
    de: "Jetzt posten, was neu ist, ohne zu warten",
    fr: "Publier maintenant ce qui est nouveau, sans attendre",
  },
  "What the next run would post, for you alone": {
    de: "Was der nächste Lauf posten würde, nur für dich",
    fr: "Ce que publierait le prochain passage, pour toi seul",
  },
  "Leave out the next run, and only that one": {
    de: "Den nächsten Lauf auslassen, und nur den",
    fr: "Sauter le prochain passage, et lui seul",
  },
  "Who changed what about the schedules of this channel, and when": {
    de: "Wer was an den Plänen dieses Kanals geändert hat, und wann",
    fr: "Qui a changé quoi aux programmations de ce salon, et quand",
  },
  "Only this one; without it all of this channel": {
    de: "Nur dieser; ohne Angabe alle dieses Kanals",
    fr: "Seulement celle-ci ; sans précision toutes celles de ce salon",
  },
  "How to use these, with examples": {
    de: "Wie man diese Befehle benutzt, mit Beispielen",
    fr: "Comment s’en servir, avec des exemples",
  },
  "Its name; not needed where there is only one": {
    de: "Sein Name; nicht nötig, wenn es nur einen gibt",
    fr: "Son nom ; inutile s’il n’y en a qu’un",
  },
  "In words: weekdays 9am London, or first monday of the month 10:00": {
    de: "In (englischen) Worten: weekdays 9am London oder first monday of the month 10:00",
    fr: "En mots (anglais) : weekdays 9am London, ou first monday of the month 10:00",
  },
  "Such as Europe/London; without it: yours": {
    de: "Zum Beispiel Europe/Berlin; ohne Angabe: deine",
    fr: "Par exemple Europe/Paris ; sans elle : la tienne",
  },
  "Show each digest to an approver before it goes out": {
    de: "Jede Übersicht vor dem Posten jemandem zur Freigabe zeigen",
    fr: "Montrer chaque résumé à quelqu’un avant de le publier",
  },
  "Who is asked: a person's id or mention; without it: you": {
    de: "Wer gefragt wird: Kennung oder Erwähnung einer Person; ohne Angabe: du",
    fr: "Qui est consulté : identifiant ou mention d’une personne ; sans elle : toi",
  },
  "How long before, such as 30m; without it 1 hour": {
    de: "Wie lange vorher, zum Beispiel 30m; ohne Angabe 1 Stunde",
    fr: "Combien de temps avant, par exemple 30m ; sans cela 1 heure",
  },
  "A role that is notified of what is new": {
    de: "Eine Rolle, die bei Neuem benachrichtigt wird",
    fr: "Un rôle qui est averti des nouveautés",
  },
  "Notify no role any more": {
    de: "Keine Rolle mehr benachrichtigen",
    fr: "Ne plus avertir de rôle",
  },
  "Only these, with commas between them; without it: all": {
    de: "Nur diese, durch Kommas getrennt; ohne Angabe: alle",
    fr: "Seulement ceux-ci, séparés par des virgules ; sans eux : tous",
  },
  "One digest, or a post for each briefing": {
    de: "Eine Übersicht, oder ein Beitrag für jedes Briefing",
    fr: "Un résumé, ou une publication par briefing",
  },
  "One digest of what is new": {
    de: "Eine Übersicht über das Neue",
    fr: "Un résumé des nouveautés",
  },
  "A post for each briefing": {
    de: "Ein Beitrag für jedes Briefing",
    fr: "Une publication par briefing",
  },
  "Posted without asking": { de: "Ohne Rückfrage posten", fr: "Publier sans demander" },
  "Only when approved": { de: "Nur wenn freigegeben", fr: "Seulement si approuvé" },
  "Unless vetoed": { de: "Außer bei Einspruch", fr: "Sauf veto" },
  "Only with these words; or author=…, source=…, /pattern/; with commas between them": {
    de: "Nur mit diesen Wörtern; oder author=…, source=…, /Muster/; durch Kommas getrennt",
    fr: "Seulement avec ces mots ; ou author=…, source=…, /motif/ ; séparés par des virgules",
  },
  "None with these words; or topic=…, author=…, source=…, /pattern/": {
    de: "Keines mit diesen Wörtern; oder topic=…, author=…, source=…, /Muster/",
    fr: "Aucun avec ces mots ; ou topic=…, author=…, source=…, /motif/",
  },
  "At most so many of each topic: 2, or ai=2,law=1": {
    de: "Höchstens so viele je Thema: 2, oder ai=2,law=1",
    fr: "Au plus ce nombre par sujet : 2, ou ai=2,law=1",
  },
  "A digest without anything new: silent, a line, or what was most read": {
    de: "Eine Übersicht ohne Neues: still, eine Zeile, oder das Meistgelesene",
    fr: "Un résumé sans nouveauté : silence, une ligne, ou le plus lu",
  },
  "Stay silent": { de: "Still bleiben", fr: "Rester silencieux" },
  "Say that nothing is new": {
    de: "Sagen, dass es nichts Neues gibt",
    fr: "Dire qu’il n’y a rien de nouveau",
  },
  "Tell again what was most read": {
    de: "Das Meistgelesene noch einmal zeigen",
    fr: "Remontrer ce qui a été le plus lu",
  },
  "At most so many in one digest": {
    de: "Höchstens so viele in einer Übersicht",
    fr: "Au plus ce nombre dans un résumé",
  },
  "Hours without posts, such as 22:00-07:00": {
    de: "Stunden ohne Beiträge, zum Beispiel 22:00-07:00",
    fr: "Heures sans publication, par exemple 22:00-07:00",
  },
  "What to call it; without it I choose one": {
    de: "Wie er heißen soll; ohne Angabe wähle ich einen Namen",
    fr: "Comment l’appeler ; sans cela, je choisis un nom",
  },
  "A day: monday, tomorrow, 2026-12-24, or 3 days": {
    de: "Ein Tag (englisch): monday, tomorrow, 2026-12-24 oder 3 days",
    fr: "Un jour (en anglais) : monday, tomorrow, 2026-12-24 ou 3 days",
  },
  "The heading of the digest": {
    de: "Die Überschrift der Übersicht",
    fr: "Le titre du résumé",
  },
};
