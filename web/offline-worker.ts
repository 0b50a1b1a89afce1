/**
 * The service worker: keeps the app itself on this device, so that a document opens and can be edited offline. A new
 * version takes over quietly; a page in use is never reloaded under its writer.
 */

export function startOfflineWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('/sw.js').catch(() => {
    // Refused (a private window, plain http on another host): the app works as long as the server is there.
  });
  // A page from before an update may miss a part it has not loaded yet. It cannot show it anyway: load the new page.
  window.addEventListener('vite:preloadError', (event) => {
    event.preventDefault();
    window.location.reload();
  });
}
