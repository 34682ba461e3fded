// What a reader judges as one thing on which kind of site. Data alone: units.js reads it, and tests/sites holds a page for each rule.
// A rule of which nothing matches the page any more is passed over, and what holds anywhere takes its place.
{
  /**
   * `hosts`: labels of host names (`google` is google.com and www.google.fr). `seen`: a selector by which software that
   * runs on any host is known. `units`: kind -> selector of the elements that hold the text of one unit, without its
   * author and buttons where the site allows. `leaveOut`: what is never read. `only`: outside of units nothing is read,
   * from the start: before the first answer of an assistant there may be a question.
   * @type {readonly SiteRule[]}
   */
  const SITES = [
    // Chat: the assistant's turns, never what the reader typed.
    { name: "ChatGPT", hosts: ["chatgpt", "openai"], units: { turn: "[data-message-author-role=assistant]" }, leaveOut: "[data-message-author-role=user]", only: true },
    { name: "Claude", hosts: ["claude"], units: { turn: ".font-claude-message, .font-claude-response" }, leaveOut: "[data-testid=user-message]", only: true },
    { name: "Gemini", hosts: ["gemini", "aistudio"], units: { turn: "model-response, .model-turn" }, leaveOut: "user-query, .user-turn", only: true },
    { name: "Copilot", hosts: ["copilot"], units: { turn: "[data-content=ai-message]" }, leaveOut: "[data-content=user-message]", only: true },
    { name: "Mistral, DeepSeek, Grok", hosts: ["mistral", "deepseek", "grok"], units: { turn: "[data-message-author-role=assistant], .ds-markdown, .response-content-markdown" }, leaveOut: "[data-message-author-role=user]", only: true },
    { name: "Open WebUI", hosts: [], units: { turn: ".chat-assistant" }, leaveOut: ".chat-user" },

    // Search: what stands under a result, not the page's own furniture.
    { name: "Google", hosts: ["google"], seen: "#search", units: { snippet: ".VwiC3b, [data-sncf]" }, only: true },
    { name: "Bing", hosts: ["bing"], seen: "#b_results", units: { snippet: ".b_caption p" }, only: true },
    { name: "DuckDuckGo", hosts: ["duckduckgo"], seen: "[data-result=snippet], .result__snippet", units: { snippet: "[data-result=snippet], .result__snippet" }, only: true },
    { name: "SearXNG", hosts: [], seen: "#results #urls", units: { snippet: "article.result .content" }, only: true },

    // Threads.
    { name: "Reddit", hosts: ["reddit"], units: { post: "shreddit-post, .thing.link .usertext-body", comment: "[slot=comment], .thing.comment > .entry .usertext-body" } },
    { name: "Hacker News", hosts: ["ycombinator"], units: { post: ".toptext", comment: ".commtext" }, leaveOut: ".comhead" },
    { name: "Stack Exchange", hosts: ["stackoverflow", "stackexchange", "serverfault", "superuser", "askubuntu", "mathoverflow"], units: { question: ".question .s-prose", answer: ".answer .s-prose", comment: ".comment-copy" } },
    { name: "YouTube", hosts: ["youtube"], units: { comment: "#content-text" } },
    { name: "GitHub", hosts: ["github"], units: { comment: ".comment-body, [data-testid=markdown-body]" } },
    { name: "X", hosts: ["x", "twitter"], units: { post: "[data-testid=tweetText]" } },
    { name: "Mastodon", hosts: [], seen: "#mastodon", units: { post: ".status__content__text, .status__content" } },
    { name: "Discourse", hosts: [], seen: "meta[name=generator][content^=Discourse]", units: { post: ".topic-post .cooked, .topic-body .cooked" }, leaveOut: ".cooked .quote" },
    { name: "phpBB", hosts: [], seen: "#phpbb", units: { post: ".postbody .content" } },
    { name: "XenForo", hosts: [], seen: "html#XF", units: { post: ".message-body .bbWrapper" }, leaveOut: ".bbCodeBlock--quote" },
    { name: "WordPress", hosts: [], units: { comment: ".comment-content, .wp-block-comment-content" } },

    // Shops.
    { name: "Amazon", hosts: ["amazon"], units: { review: "[data-hook=review-body], [data-hook=review]" } },
    { name: "Trustpilot", hosts: ["trustpilot"], units: { review: "[data-service-review-text-typography]" } },

    // Mail: a message, not the list of messages.
    { name: "Gmail", hosts: ["mail"], seen: ".a3s", units: { message: ".a3s" }, leaveOut: ".gmail_quote", only: true },
  ];

  /**
   * For sites that nobody listed: what the page itself says of an element, by schema.org, microformats, ARIA or the
   * names that stylesheets have used for threads for twenty years.
   * @type {Readonly<Partial<Record<UnitKind, string>>>}
   */
  const ANYWHERE = {
    comment: "[itemtype$='/Comment'], [itemprop=comment], [role=comment], .comment, .h-cite, [id^=comment-]",
    review: "[itemtype$='/Review'], [itemprop=review], .h-review, .hreview, .review",
    answer: "[itemtype$='/Answer'], [itemprop=acceptedAnswer], [itemprop=suggestedAnswer], .answer",
    question: "[itemtype$='/Question'], .question",
    post: "[itemtype$='/DiscussionForumPosting'], [itemtype$='/SocialMediaPosting'], [role=feed] > [role=article], .post",
    turn: "[data-message-author-role=assistant], [data-role=assistant], [data-author=assistant]",
  };
  /** What the reader typed to an assistant, wherever it runs. */
  const ASKED = "[data-message-author-role=user], [data-role=user], [data-author=user]";
  /** Things that stand beside each other, look alike and each carry a date are the entries of a feed or a thread. */
  const DATE = "time, relative-time, [itemprop=datePublished], [itemprop=dateCreated], .dt-published";

  /** What declares of itself who wrote the text in it. */
  const DECLARED =
    "[ai-disclosure], [aidisclosure], [ai-model], [aimodel], [ai-provider], [aiprovider], [data-ai-disclosure], genai";

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { rules: Object.freeze({ SITES, ANYWHERE, ASKED, DATE, DECLARED }) });
}
