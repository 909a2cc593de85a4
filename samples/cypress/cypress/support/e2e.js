import './commands.js';
