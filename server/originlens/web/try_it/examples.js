/** The two texts that a newcomer can try. Both were written for this page; neither is anyone's post or answer. */

/** @type {Record<string, string>} */
export const EXAMPLES = {
  chatbot: `Working from home offers a wide range of personal, professional, and environmental benefits, making it an increasingly popular choice for modern organisations. First and foremost, it plays a crucial role in promoting work-life balance by reducing the time and stress associated with daily commuting. Additionally, remote work can significantly enhance productivity, foster greater autonomy, and provide employees with the flexibility to design an environment that supports their individual needs. Furthermore, it enables companies to access a more diverse pool of talent while reducing operational costs. Ultimately, by embracing clear communication and investing in the right digital tools, organisations can create a more inclusive, sustainable, and resilient future of work for everyone.

One of the most effective strategies is to design a dedicated workspace. A thoughtfully organised area not only minimises distractions but also signals to the brain that it is time to focus. Additionally, incorporating natural light, ergonomic furniture and small personal touches can significantly enhance comfort, ultimately leading to improved concentration and a greater sense of purpose throughout the day. :contentReference[oaicite:2]{index=2}

In conclusion, remote work is not merely a trend but a fundamental shift in how we define professional life. By embracing intentional habits, leveraging the right tools and prioritising self-care, anyone can navigate its challenges with confidence. Ultimately, the key lies in finding a rhythm that works for you, because a sustainable routine is the foundation of long-term success.`,

  person: `So the kettle died on Tuesday. Not dramatically, it just stopped clicking off and sat there boiling like an idiot until I noticed the window had gone white. Mum says I should have descaled it in about 2019, and fine, yes, she told me so at the time, but who on earth descales a kettle they paid nine quid for?

Anyway I've been doing tea in the little milk pan since, which takes ages and tastes faintly of porridge. Pete from downstairs lent me his camping thing. It whistles! The cat left the room and hasn't forgiven either of us. I'll get a new one Saturday if the 43 is running, otherwise it's porridge tea till payday I suppose.

Thanks for the jam by the way.`,
};
