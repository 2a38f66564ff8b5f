// Only for api.html. A visitor can send the requests that read; none that changes data.
globalThis.SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#api',
  deepLinking: true,
  supportedSubmitMethods: ['get'],
  validatorUrl: null,
});
