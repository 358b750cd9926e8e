/**
 * What is needed of every briefing stands apart from its text, which is long and read seldom; and files are known
 * again, so that a start need not read them all.
 */
export const articles = `
  create table briefing_text (
    hash text primary key,
    content text not null
  ) strict;
  insert or ignore into briefing_text select hash, content from briefing;

  alter table briefing add column card text not null default '{}';
  update briefing
    set card = json_remove(content, '$.preface', '$.summary', '$.body', '$.insights')
    where json_valid(content);
  alter table briefing drop column content;

  create table article (
    file text primary key,
    form text not null,
    stamp text,
    hash text not null,
    claim text,
    problems text not null,
    briefing_hash text
  ) strict;
`;
