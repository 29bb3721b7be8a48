// A practice goes on while its console is open: every two seconds the robot is asked for what it does next.

const EVERY = 2000;

export function practise(form) {
  const ask = () => {
    if (document.hidden) return;
    const wish = new FormData(form);
    wish.delete("once");
    wish.set("by_script", "yes");
    fetch(form.action, { method: "POST", body: wish, credentials: "same-origin" })
      .then((reply) => {
        if (reply.status === 205) {
          clearInterval(again);
          form.remove();
        }
      })
      .catch(() => {});
  };
  const again = setInterval(ask, EVERY);
}
