// Opens an answer beside the lesson, where JupyterLab opens any file as a tab over it.
// Written by hand in the form in which Lab loads extensions, so that nothing has to be built.

const NARROW = 700; // pixels: half of less has no room for code

const path = (widget) => widget.context?.path ?? "";
const isAnswer = (widget) => path(widget).startsWith("answers/");
const isLesson = (widget) => path(widget).endsWith(".ipynb");

const activate = (app) => {
  const { shell } = app;
  const known = new WeakSet();

  const isOver = (one, other) => shell.getMainAreaTabBar(one) === shell.getMainAreaTabBar(other);

  const place = (answer, opened) => {
    const lesson = opened.find((widget) => isLesson(widget) && isOver(widget, answer));
    if (!lesson) return; // it is not in the way
    const beside = opened.find((widget) => isAnswer(widget) && !isOver(widget, lesson));
    if (beside) shell.add(answer, "main", { ref: beside.id, mode: "tab-after" });
    else if (answer.node.offsetWidth > NARROW) {
      shell.add(answer, "main", { ref: lesson.id, mode: "split-right" });
    }
  };

  const look = () => {
    const opened = [...shell.widgets("main")];
    for (const widget of opened.filter((one) => isAnswer(one) && !known.has(one))) {
      known.add(widget); // from now on it stays where the learner puts it
      place(widget, opened);
    }
  };

  app.restored.then(() => {
    for (const widget of shell.widgets("main")) known.add(widget);
    shell.layoutModified.connect(look);
  });
};

const plugin = { id: "kata-beside:plugin", autoStart: true, activate };

globalThis._JUPYTERLAB ??= {};
globalThis._JUPYTERLAB["kata-beside"] = {
  init: () => {},
  get: async () => () => ({ __esModule: true, default: plugin }),
};
